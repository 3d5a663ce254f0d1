import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { writeSnapshot } from "../../../src/collectors/files/write-snapshot.ts";
import { NO_COST, type Snapshot } from "../../../src/model/snapshot.ts";
import { LINT_SERIES, LINT_TARGETS } from "../../support/lint-recording.ts";
import { runCli } from "../../support/cli-run.ts";

const HOSTILE = "o\u001B[31m|<b>`@team`\u202E](http://x.example)";

let cwd = "";
const lint = async (...argv: string[]) => runCli(["alarms", "lint", ...argv], { cwd });

/** One alarm as describe-alarms tells it, in a percentage. */
function described(name: string, changes: object = {}): string {
  const alarm = {
    AlarmName: name,
    Namespace: "AWS/ApiGateway",
    MetricName: "5XXError",
    Dimensions: [
      { Name: "ApiName", Value: "orders" },
      { Name: "Stage", Value: "prod" },
    ],
    Statistic: "Average",
    Period: 60,
    EvaluationPeriods: 5,
    Threshold: 7,
    ComparisonOperator: "GreaterThanThreshold",
    TreatMissingData: "notBreaching",
    AlarmActions: ["arn:aws:sns:eu-west-1:210987654321:page"],
    StateValue: "OK",
    ...changes,
  };
  return JSON.stringify({ MetricAlarms: [alarm], CompositeAlarms: [] });
}

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "gatewatch-lint-"));
  await writeFile(join(cwd, "bad.json"), described("orders-errors"));
  await writeFile(join(cwd, "good.json"), described("web-fine", { Threshold: 0.07, Statistic: "Maximum" }));
  await writeFile(join(cwd, "quiet.json"), described("orders-quiet", { Threshold: 0.08, AlarmActions: [] }));
  await writeFile(join(cwd, "hostile.json"), described(HOSTILE));
  const snooze = "alarms: { lint: { snooze: [{ rule: no-action, until: 2027-01-15, reason: soon }] } }";
  await writeFile(join(cwd, "snooze.yaml"), `version: 1\n${snooze}\n`);
  await writeFile(join(cwd, "expired.yaml"), `version: 1\n${snooze.replace("2027", "2025")}\n`);
  await writeFile(join(cwd, "wrong.yaml"), `version: 1\n${snooze.replace("no-action", "no-acton")}\n`);
});
afterAll(async () => rm(cwd, { recursive: true }));

describe("gatewatch alarms lint", () => {
  test("shows file, alarm, rule, field and what to do, within 80 columns", async () => {
    const { code, stdout, stderr } = await lint("--alarms", "bad.json", "good.json");
    expect(stdout).toMatch(
      /^bad\.json\n {2}orders-errors.*\n {4}ERROR {3}percent-for-fraction {2}Threshold\n {6}The threshold is 7 .*\n(?: {6}.*\n)* {6}-> For 7 % write 0\.07\.\n\n1 error in 2 alarms\.\n/,
    );
    expect(stdout.split("\n").every((line) => line.length <= 80)).toBe(true);
    expect(stdout).not.toContain("\u001B");
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("says so where there is nothing to say", async () => {
    expect((await lint("--alarms", "good.json")).stdout).toBe("no problems in 1 alarm.\n");
  });

  test.each([
    ["bad.json", "error", 1],
    ["bad.json", "note", 1],
    ["quiet.json", "error", 0],
    ["quiet.json", "warning", 1],
    ["good.json", "note", 0],
  ])("of %s, --fail-on %s ends with %i", async (file, severity, expected) => {
    expect((await lint("--alarms", file, "--fail-on", severity)).code).toBe(expected);
  });

  test("snoozes are counted, do not fail, and are told when they have ended", async () => {
    const snoozed = await lint("--alarms", "quiet.json", "--config", "snooze.yaml", "--fail-on", "note");
    expect(snoozed.stdout).toBe("no problems in 1 alarm; 1 silenced.\n");
    expect(snoozed.code).toBe(0);
    const json = await lint("--alarms", "quiet.json", "--config", "snooze.yaml", "--format", "json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      counts: { silenced: 1, warning: 0 },
      findings: [{ rule: "no-action", silenced: "snoozed until 2027-01-15: soon" }],
    });
    const expired = await lint("--alarms", "quiet.json", "--config", "expired.yaml", "--fail-on", "warning");
    expect(expired.stdout).toContain("The snooze of no-action ended on 2025-01-15");
    expect(expired.code).toBe(1);
  });

  test("a snooze of no rule is a mistake of the configuration, with its line", async () => {
    const { code, stderr } = await lint("--alarms", "good.json", "--config", "wrong.yaml");
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /wrong\.yaml:2:\d+ .*there is no lint rule "no-acton"; did you mean "no-action"\?/,
    );
  });

  test("--rule asks one alone, --list-rules lists them, and a wrong one gets the nearest", async () => {
    expect((await lint("--alarms", "bad.json", "--rule", "no-action")).stdout).toBe(
      "no problems in 1 alarm.\n",
    );
    expect((await lint("--list-rules")).stdout).toMatch(/^percent-for-fraction +error +A percentage where/m);
    const wrong = await lint("--alarms", "bad.json", "--rule", "no-acton");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('Did you mean "no-action"?')]);
  });

  test("a misspelt id that an alarm silences is told", async () => {
    const Tags = [{ Key: "gatewatch:silence", Value: "percent-for-fractions no-action" }];
    await writeFile(join(cwd, "tagged.json"), described("orders-tagged", { Tags }));
    const { stdout } = await lint("--alarms", "tagged.json");
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      'it silences "percent-for-fractions", which is no rule; did you mean "percent-for-fraction"?',
    );
    expect(stdout).toContain("1 error in 1 alarm; 1 remark about what was read.");
  });

  test("without --alarms it says what to name", async () => {
    const { code, stderr } = await lint();
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("gatewatch alarms lint --alarms template.yaml"),
    ]);
  });

  test("a hostile name is told in every format, and obeyed in none", async () => {
    const shown = async (format: string) =>
      (await lint("--alarms", "hostile.json", "--format", format)).stdout;
    const terminal = await shown("terminal");
    expect(terminal).toContain("o\\x1b[31m|<b>`@team`\\u{202e}](http://x.example)");
    const markdown = await shown("markdown");
    expect(markdown).toContain("\\|\\<b\\>\\`@\u200Bteam\\`");
    expect(markdown.split("\n").filter((line) => line.startsWith("| error"))).toHaveLength(1);
    expect(JSON.parse(await shown("json"))).toMatchObject({ findings: [{ alarm: HOSTILE }] });
    const sarif = await shown("sarif");
    expect(sarif).not.toContain("](http");
    expect(sarif).not.toContain("\u202E");
    const junit = await shown("junit");
    expect(junit).not.toContain("<b>");
    expect(junit).toContain('failures="1"');
    for (const text of [terminal, markdown, sarif, junit]) expect(text).not.toContain("\u001B");
  });

  test("--from tells it what the account has: stages, timeouts, traffic", async () => {
    const none = { startMs: 0, endMs: 60_000 };
    const snapshot: Snapshot = {
      schemaVersion: 1,
      origin: "recorded",
      window: { startMs: Date.parse("2026-11-19T18:00:00Z"), endMs: Date.parse("2026-11-19T19:00:00Z") },
      baseline: none,
      settledMs: Date.parse("2026-11-19T19:00:00Z"),
      targets: [...LINT_TARGETS],
      series: [...LINT_SERIES],
      logs: [],
      blindSpots: [],
      cost: NO_COST,
    };
    await writeSnapshot(join(cwd, "recording"), snapshot);
    await writeFile(
      join(cwd, "slow.json"),
      described("orders-slow", {
        MetricName: "Latency",
        Statistic: undefined,
        ExtendedStatistic: "p95",
        Threshold: 6_150,
      }),
    );
    expect((await lint("--alarms", "slow.json")).stdout).toBe("no problems in 1 alarm.\n");
    const { stdout } = await lint("--alarms", "slow.json", "--from", "recording");
    expect(stdout).toContain("the integration is given up after 6100 ms");
    expect(stdout).toContain("p95 needs 200 requests a period, and here a period has 170 on average");
  });

  test("SARIF names the file, and suppresses what is snoozed", async () => {
    const run = async (...more: string[]) => {
      const { stdout } = await lint("--alarms", "bad.json", "quiet.json", "--format", "sarif", ...more);
      const parsed = JSON.parse(stdout) as {
        runs: { results: { ruleId: string; suppressions?: unknown[]; partialFingerprints: object }[] }[];
      };
      return parsed.runs[0]?.results ?? [];
    };
    const plain = await run();
    expect(plain.map(({ ruleId }) => ruleId)).toEqual(["percent-for-fraction", "no-action"]);
    expect(JSON.stringify(plain[0])).toContain('"uri":"bad.json"');
    expect(new Set(plain.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).size).toBe(2);
    const snoozed = await run("--config", "snooze.yaml");
    expect(snoozed.map(({ suppressions }) => suppressions?.length ?? 0)).toEqual([0, 1]);
  });

  test("--out writes the file and nothing to stdout", async () => {
    const { stdout, stderr } = await lint("--alarms", "bad.json", "--format", "junit", "--out", "lint.xml");
    expect([stdout, stderr]).toEqual(["", "wrote lint.xml\n"]);
  });
});
