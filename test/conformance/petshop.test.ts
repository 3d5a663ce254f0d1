import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { analyze } from "../../src/analyzers/run.ts";
import { readFrom } from "../../src/collectors/files/read-from.ts";
import { sliceSnapshot } from "../../src/collectors/files/slice-snapshot.ts";
import { HOUR_MS, MINUTE_MS } from "../../src/core/window.ts";
import { DEFAULT_SETTINGS } from "../../src/model/config.ts";

/** A real API Gateway stage, two quiet days and injected faults, as the AWS CLI prints them. */
const ROOT = join(process.env["GATEWATCH_DATA"] ?? "../shared/data", "petshop");
const isThere = existsSync(ROOT);
const cases = isThere ? readdirSync(ROOT).filter((name) => existsSync(join(ROOT, name, "results.json"))) : [];

interface Truth {
  readonly behindThisStage: boolean;
  readonly targetMetric: "latency" | "availability";
  readonly issueStart: string;
}

function truthOf(name: string): Truth | null {
  const path = join(ROOT, name, "truth.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Truth) : null;
}

describe.skipIf(!isThere)(`a real stage with injected faults (skipped where ${ROOT} is absent)`, () => {
  test("there are cases of both kinds", () => {
    const behind = cases.filter((name) => truthOf(name)?.behindThisStage === true);
    expect(behind.length).toBeGreaterThan(3);
    expect(cases.length - behind.length).toBeGreaterThan(3);
  });

  test.each(cases)("%s", async (name) => {
    const truth = truthOf(name);
    const { findings, failures } = analyze(await readFrom(join(ROOT, name)), () => DEFAULT_SETTINGS);
    expect(failures).toEqual([]);
    if (truth?.behindThisStage !== true) {
      expect(findings).toEqual([]);
      return;
    }
    const [found, ...others] = findings;
    expect(others).toEqual([]);
    // The export has no integration latency, so the side of a latency is unknown.
    const expected = { latency: "latency/regression", availability: "errors/server-error-spike" };
    expect(found?.analyzer).toBe(expected[truth.targetMetric]);
    // The shift comes one to three datapoints after the recorded start.
    const offMinutes = (Date.parse(found?.startedAt ?? "") - Date.parse(truth.issueStart)) / MINUTE_MS;
    expect(offMinutes).toBeGreaterThanOrEqual(0);
    expect(offMinutes).toBeLessThanOrEqual(20);
  });

  test("nothing is found at any time of the two quiet days", async () => {
    const quiet = await readFrom(join(ROOT, "noissue"));
    let looked = 0;
    for (
      let endMs = quiet.window.endMs;
      endMs > quiet.baseline.startMs + 8 * HOUR_MS;
      endMs -= 20 * MINUTE_MS
    ) {
      const window = { startMs: endMs - 3 * HOUR_MS, endMs };
      const baseline = { startMs: quiet.baseline.startMs, endMs: window.startMs };
      const { findings } = analyze(sliceSnapshot(quiet, { window, baseline }), () => DEFAULT_SETTINGS);
      expect(findings).toEqual([]);
      looked += 1;
    }
    expect(looked).toBeGreaterThan(100);
  });
});
