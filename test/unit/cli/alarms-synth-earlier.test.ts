import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { earlierHistory } from "../../../src/cli/alarms-synth/earlier-history.ts";
import { writeSnapshot } from "../../../src/collectors/files/write-snapshot.ts";
import { DAY_MS, HOUR_MS } from "../../../src/core/window.ts";
import type { AlarmSpec } from "../../../src/model/alarm-spec.ts";
import { toRuns, type Series } from "../../../src/model/series.ts";
import { NO_COST, type Snapshot } from "../../../src/model/snapshot.ts";
import { ruleTarget } from "../../support/rule-context.ts";
import { runCli } from "../../support/cli-run.ts";

const target = ruleTarget("rest");
const END_MS = Date.UTC(2026, 4, 21);
const WINDOW_MS = END_MS - 2 * DAY_MS;
const FIRST_MS = WINDOW_MS - 20 * DAY_MS;
/** Two requests a minute are judged by the number of errors in a quarter of an hour. */
const A_MINUTE = 2;

function series(
  metric: string,
  periodSeconds: number,
  startMs: number,
  valueAt: (timeMs: number) => number,
): Series {
  const count = (END_MS - startMs) / (periodSeconds * 1_000);
  const points = Array.from({ length: count }, (_, at) => {
    const timeMs = startMs + at * periodSeconds * 1_000;
    return { timeMs, value: valueAt(timeMs) };
  });
  return {
    target: target.id,
    route: null,
    namespace: "AWS/ApiGateway",
    metric,
    dimensions: target.dimensions,
    stat: "Sum",
    periodSeconds,
    runs: toRuns(points, periodSeconds),
  };
}

/** @param errorsAt in the five minutes from there, before the window; within it nothing fails */
function recording(errorsAt: (timeMs: number) => number): Snapshot {
  return {
    schemaVersion: 1,
    origin: "recorded",
    window: { startMs: WINDOW_MS, endMs: END_MS },
    baseline: { startMs: FIRST_MS, endMs: WINDOW_MS },
    settledMs: END_MS,
    targets: [target],
    series: [
      series("Count", 60, WINDOW_MS, () => A_MINUTE),
      series("5XXError", 60, WINDOW_MS, () => 0),
      series("Count", 300, FIRST_MS, () => 5 * A_MINUTE),
      series("5XXError", 300, FIRST_MS, (timeMs) => (timeMs < WINDOW_MS ? errorsAt(timeMs) : 0)),
    ],
    logs: [],
    blindSpots: [],
    cost: NO_COST,
  };
}

/** Eight errors within five minutes, on five days that lie apart. */
const bursts = (timeMs: number) =>
  [7, 9, 12, 15, 18].some((day) => timeMs === FIRST_MS + day * DAY_MS + 13 * HOUR_MS) ? 8 : 0;
const outageMs = FIRST_MS + 11 * DAY_MS;
const isOut = (timeMs: number) => timeMs >= outageMs && timeMs < outageMs + 2 * HOUR_MS;

describe("alarms of five minutes and longer", () => {
  let cwd = "";
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), "gatewatch-earlier-"));
  });
  afterAll(async () => rm(cwd, { recursive: true }));

  async function counted(name: string, errorsAt: (timeMs: number) => number): Promise<AlarmSpec> {
    await writeSnapshot(join(cwd, name), recording(errorsAt));
    const run = await runCli(["alarms", "synth", "--from", name, "--format", "json", "--quiet"], { cwd });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const { alarms } = JSON.parse(run.stdout) as { alarms: AlarmSpec[] };
    const alarm = alarms.find(({ key }) => key === "rest:orders/prod##server-errors#count");
    if (!alarm) throw new Error("no alarm on the number of errors");
    return alarm;
  }
  const thresholdOf = ({ definition }: AlarmSpec) =>
    "AlarmRule" in definition ? undefined : definition.Threshold;

  it("learn from what lies before the minutes, incidents in it left out", async () => {
    const calm = await counted("calm", () => 0);
    const bursting = await counted("bursting", bursts);
    const failing = await counted("failing", (timeMs) => (isOut(timeMs) ? 10 : bursts(timeMs)));
    // Three quarters of twenty days, and the two days of the window.
    expect(calm.why).toContain("stayed quiet in 17 days");
    expect(thresholdOf(calm)).toBeLessThan(8);
    expect(thresholdOf(bursting)).toBeGreaterThan(8);
    // All thirty requests of a quarter of an hour failed: learned from, no number below would be quiet.
    expect(thresholdOf(failing)).toBe(thresholdOf(bursting));
  });

  it("have nothing to learn from where that would be less than a day", () => {
    const short = { ...recording(bursts), baseline: { startMs: WINDOW_MS - DAY_MS, endMs: WINDOW_MS } };
    expect(earlierHistory(short)).toBeNull();
    expect(earlierHistory({ ...recording(bursts), series: [] })).toBeNull();
    expect(earlierHistory(recording(bursts))?.window).toEqual({
      startMs: FIRST_MS + 5 * DAY_MS,
      endMs: WINDOW_MS,
    });
  });
});
