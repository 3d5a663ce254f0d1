import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { writeSnapshot } from "../../../../src/collectors/files/write-snapshot.ts";
import type { Drill } from "../../../../src/model/drill.ts";
import { NO_COST, type Snapshot } from "../../../../src/model/snapshot.ts";
import { runCli, type CliRun } from "../../../support/cli-run.ts";
import {
  DRILL_START_MS,
  drillAlarm,
  drillSeries,
  drillTarget,
  steadyRows,
} from "../../../support/drill-recording.ts";

const MINUTES = 200;
const HOSTILE = "quiet\u001b[31m `x` | <b>";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatewatch-drill-"));
  const endMs = DRILL_START_MS + MINUTES * 60_000;
  const snapshot: Snapshot = {
    schemaVersion: 1,
    origin: "recorded",
    window: { startMs: DRILL_START_MS, endMs },
    baseline: { startMs: DRILL_START_MS, endMs: DRILL_START_MS },
    settledMs: endMs,
    targets: [drillTarget()],
    series: drillSeries(steadyRows(MINUTES, (minute) => 200 + minute)),
    logs: [],
    blindSpots: [],
    cost: NO_COST,
  };
  await writeSnapshot(join(folder, "recording"), snapshot);
  const alarms = [
    drillAlarm({
      AlarmName: HOSTILE,
      MetricName: "Count",
      Statistic: "Sum",
      EvaluationPeriods: 3,
      Threshold: 50,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    }),
    drillAlarm({
      AlarmName: "errors",
      MetricName: "5XXError",
      Statistic: "Average",
      EvaluationPeriods: 2,
      Threshold: 0.05,
    }),
    drillAlarm({
      AlarmName: "functions",
      Namespace: "AWS/Lambda",
      MetricName: "Errors",
      Statistic: "Sum",
      EvaluationPeriods: 2,
      Threshold: 5,
    }),
  ];
  await writeFile(join(folder, "alarms.json"), JSON.stringify({ MetricAlarms: alarms, CompositeAlarms: [] }));
});
afterAll(async () => rm(folder, { recursive: true }));

async function drill(...options: readonly string[]): Promise<CliRun> {
  const usual = ["--from", "recording", "--alarms", "alarms.json", "--lasting", "15m", "--quiet"];
  return runCli(["alarms", "drill", ...usual, ...options], { cwd: folder });
}
const TWO = ["--incident", "traffic-drop", "--incident", "lambda-permission-removed"];

describe("gatewatch alarms drill", () => {
  it("prints a matrix within 80 columns, that nothing in a name can break", async () => {
    const { stdout, stderr, code } = await drill(...TWO, "--incident", "stage-throttling");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain("\u001b");
    expect(stdout).toContain("2 of 3 incidents that should page set an alarm off, 1 would go unnoticed.");
    expect(stdout).toMatch(/No alarm catches: stage-throttling\n/);
    expect(stdout).toMatch(/\n {2}should page +at +1 +2 +from\n/);
    expect(stdout).toMatch(/\n {2}lambda-permission-removed +1 +miss +2 +0\.25\n/);
    expect(stdout).toMatch(/\n {2}traffic-drop +1 +5 +miss +1\n/);
    expect(stdout).toMatch(/1 alarm cannot be replayed[^\n]*\n {2}functions: [^\n]*AWS\/Lambda Errors/);
  });

  it("prints JSON that holds the same, and ends with 1 where asked to", async () => {
    const { stdout, code } = await drill(...TWO, "--format", "json", "--fail-on", "uncaught");
    const result = JSON.parse(stdout) as Drill;
    expect(code).toBe(0);
    expect(result).toMatchObject({ schemaVersion: 1, incidentMinutes: 15, label: "alarms.json" });
    expect(result.summary).toEqual({ shouldPage: 2, caught: 2, falsePages: 0 });
    expect(result.notReplayed.map(({ alarm }) => alarm)).toEqual(["functions"]);
    const failing = await drill("--incident", "stage-throttling", "--fail-on", "uncaught");
    expect(failing.code).toBe(1);
    expect((await drill("--incident", "stage-throttling", "--fail-on", "false-page")).code).toBe(0);
  });

  it("lays the magnitudes that are asked for", async () => {
    const asked = ["--incident", "traffic-drop", "--magnitude", "0.9", "--magnitude", "0.5x"];
    const result = JSON.parse((await drill(...asked, "--format", "json")).stdout) as Drill;
    const [incident] = result.targets[0]?.incidents ?? [];
    expect(incident?.magnitudes.map(({ magnitude }) => magnitude)).toEqual([0.5, 0.9]);
    // The usual magnitude was not asked for: the largest stands in.
    expect(incident?.judgedMagnitude).toBe(0.9);
    expect(incident?.smallestCaught).toBe(0.9);
  });

  it("writes Markdown that folds, and nothing in it is taken for Markdown or HTML", async () => {
    const out = join(folder, "drill.md");
    const { stdout, code } = await drill(...TWO, "--format", "markdown", "--out", out);
    expect([stdout, code]).toEqual(["", 0]);
    const text = await readFile(out, "utf8");
    expect(text).toContain("**2 of 2 incidents** that should page");
    expect(text).toContain("<summary>rest:shop/live: 2 of 2 caught</summary>");
    expect(text).toContain("| traffic-drop | 1 | 5 | miss | 1 |");
    expect(text).not.toContain("<b>");
    expect(text).not.toContain("\u001b");
  });

  it.each([
    [["--incident", "trafic-drop"], 2, 'Did you mean "traffic-drop"'],
    [["--magnitude", "-1"], 2, "not a number above zero"],
    [["--magnitude", "lots"], 2, "not a number above zero"],
    [["--lasting", "2d"], 2, "from 1m to 1d"],
    [["--format", "html"], 2, "--format"],
    [["--fail-on", "anything"], 2, "--fail-on"],
    [["--draw", "x"], 2, "whole number"],
    [["--api", "other*"], 2, "nothing matches"],
  ])("refuses %j", async (options, expected, text) => {
    const { code, stderr, stdout } = await drill(...options);
    expect([code, stdout]).toEqual([expected, ""]);
    expect(stderr).toContain(text);
  });

  it("ends with 3 where no alarm could be replayed", async () => {
    const alarm = drillAlarm({
      AlarmName: "x",
      Namespace: "AWS/Lambda",
      MetricName: "Errors",
      Statistic: "Sum",
      EvaluationPeriods: 2,
      Threshold: 5,
    });
    const trimmed = drillAlarm({
      AlarmName: "y",
      MetricName: "Latency",
      ExtendedStatistic: "tm99",
      EvaluationPeriods: 2,
      Threshold: 5,
    });
    await writeFile(
      join(folder, "none.json"),
      JSON.stringify({ MetricAlarms: [alarm, trimmed], CompositeAlarms: [] }),
    );
    const argv = ["alarms", "drill", "--from", "recording", "--alarms", "none.json", ...TWO];
    const { code, stdout, stderr } = await runCli(argv, { cwd: folder });
    expect(code).toBe(3);
    expect(stderr).toContain("nothing was drilled");
    expect(stdout).toContain("Not drilled: none of the alarms that watch it can be replayed");
  });
});
