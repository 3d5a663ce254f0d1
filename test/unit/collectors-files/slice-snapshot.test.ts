import fc from "fast-check";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readFrom } from "../../../src/collectors/files/read-from.ts";
import { sliceSnapshot } from "../../../src/collectors/files/slice-snapshot.ts";
import { writeSnapshot } from "../../../src/collectors/files/write-snapshot.ts";
import { datapoints } from "../../../src/model/series.ts";
import { NOON_MS, recordedSnapshot } from "./recorded-snapshot.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("a slice of a snapshot", () => {
  test("keeps exactly the periods that lie whole within it, whatever the runs", () => {
    const time = fc.integer({ min: -30 * 60, max: 10 }).map((minutes) => NOON_MS + minutes * MINUTE + 7_000);
    fc.assert(
      fc.property(time, time, time, (...times) => {
        const [first, second, third] = times.sort((left, right) => left - right);
        const snapshot = recordedSnapshot();
        const sliced = sliceSnapshot(snapshot, {
          window: { startMs: second, endMs: third },
          baseline: { startMs: first, endMs: second },
        });
        for (const [index, series] of snapshot.series.entries()) {
          const periodMs = series.periodSeconds * 1_000;
          expect(datapoints(sliced.series[index]!)).toEqual(
            datapoints(series).filter(({ timeMs }) => timeMs >= first && timeMs + periodMs <= third),
          );
          for (const [, values] of sliced.series[index]!.runs) expect(values.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  test("knows no deployment and no settled time later than its end, and changes nothing given", () => {
    const snapshot = recordedSnapshot();
    const sliced = sliceSnapshot(snapshot, {
      window: { startMs: NOON_MS - 2 * HOUR, endMs: NOON_MS - HOUR },
      baseline: { startMs: NOON_MS - 9 * HOUR, endMs: NOON_MS - 2 * HOUR },
    });
    expect(sliced.settledMs).toBe(NOON_MS - HOUR);
    expect(sliced.targets[0]!.configuration!.deployments.map(({ id }) => id)).toEqual(["dep001"]);
    expect(sliced.window).toEqual({ startMs: NOON_MS - 2 * HOUR, endMs: NOON_MS - HOUR });
    expect(snapshot).toEqual(recordedSnapshot());
  });
});

describe("asking a recording for another time", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "gatewatch-slice-"));
    await writeSnapshot(directory, recordedSnapshot());
  });
  afterAll(() => rm(directory, { recursive: true }));

  test("within it: window, baseline before it, no new blind spot", async () => {
    const read = await readFrom(directory, {
      windowMs: 2 * HOUR,
      untilMs: NOON_MS - HOUR,
      baselineMs: 5 * HOUR,
    });
    expect(read.window).toEqual({ startMs: NOON_MS - 3 * HOUR, endMs: NOON_MS - HOUR });
    expect(read.baseline).toEqual({ startMs: NOON_MS - 8 * HOUR, endMs: NOON_MS - 3 * HOUR });
    expect(read.blindSpots).toEqual(recordedSnapshot().blindSpots);
  });

  test("only a shorter window: all the rest is baseline", async () => {
    const read = await readFrom(directory, { windowMs: HOUR });
    expect(read.window).toEqual({ startMs: NOON_MS - HOUR, endMs: NOON_MS });
    expect(read.baseline).toEqual({ startMs: NOON_MS - 27 * HOUR, endMs: NOON_MS - HOUR });
  });

  test("more than is there: what is there, and a blind spot", async () => {
    const read = await readFrom(directory, { windowMs: 90 * HOUR });
    expect(read.window).toEqual({ startMs: NOON_MS - 27 * HOUR, endMs: NOON_MS });
    expect(read.blindSpots.slice(2).map(({ code }) => code)).toEqual(["NOT_RECORDED", "NO_BASELINE"]);
    const later = await readFrom(directory, { untilMs: NOON_MS + HOUR });
    expect(later.window).toEqual({ startMs: NOON_MS - 2 * HOUR, endMs: NOON_MS });
    expect(later.blindSpots.slice(2).map(({ code }) => code)).toEqual(["NOT_RECORDED"]);
  });

  test("outside of it: an error that names both spans", async () => {
    await expect(readFrom(directory, { windowMs: HOUR, untilMs: NOON_MS + 5 * HOUR })).rejects.toMatchObject({
      code: "E_USAGE",
      message: expect.stringMatching(/2026-11-21T09:00.* to 2026-11-22T12:00.*2026-11-22T16:00/) as unknown,
    });
  });
});
