import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { runCli, type CliRun } from "../../../support/cli-run.ts";
import { readXml } from "../../../support/read-xml.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../../../examples/alarms");

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatewatch-cases-"));
});
afterEach(async () => rm(folder, { recursive: true }));

/** An alarm on more than 4 errors in 2 of 3 minutes, and what is added to it. */
const ERRORS = `
  - AlarmName: errors
    Namespace: AWS/ApiGateway
    MetricName: 5XXError
    Dimensions: [{ Name: ApiName, Value: orders }]
    Statistic: Sum
    Period: 60
    EvaluationPeriods: 3
    DatapointsToAlarm: 2
    Threshold: 4
    ComparisonOperator: GreaterThanThreshold
    TreatMissingData: notBreaching
    AlarmActions: ["arn:aws:sns:eu-west-1:123456789012:page"]`;

async function run(text: string, options: readonly string[] = []): Promise<CliRun> {
  await writeFile(join(folder, "cases.yaml"), text);
  return runCli(["alarms", "test", "cases.yaml", ...options], { cwd: folder });
}
const one = (values: string, expected: string): string => `
alarms: ${ERRORS}
tests:
  - name: one
    inputSeries: [{ alarm: errors, values: "${values}" }]
    expect: [{ alarm: errors, ${expected} }]
`;

describe("gatewatch alarms test", () => {
  it("passes the example, and its alarms do what it says", async () => {
    const { code, stdout, stderr } = await runCli(["alarms", "test", "cases.yaml"], { cwd: EXAMPLES });
    expect(stderr).toBe("");
    expect(stdout).toContain("PASS an outage pages within four minutes, and once");
    expect(stdout).toMatch(/\n5 passed, 0 failed\n$/);
    expect(code).toBe(0);
  });

  it.each([
    ["0x2 7x2 0x5", "at: 4m, state: OK", "at: 5m, state: OK"],
    ["0x2 7x2 0x5", "at: 0m, state: INSUFFICIENT_DATA", "at: 0, state: OK"],
    ["0x2 7x2 0x5", "states: { 4m: OK, 5m: ALARM, 8m: OK }", "states: { 4m: OK, 5m: OK }"],
    ["0x2 7x2 0x5 7x3", "fires: 2", "fires: 1"],
    ["0x2 7x2 0x5 7x3", "pages: 2", "pages: 0"],
    [
      "0x2 7x2 0x5",
      "transitions: [{ at: 1m, to: OK }, { at: 5m, to: ALARM }, { at: 8m, to: OK }]",
      "transitions: [{ at: 1m, to: OK }, { at: 5m, to: ALARM }]",
    ],
    ["5x3 _x20", "at: 30m, state: OK", "at: 30m, state: INSUFFICIENT_DATA"],
  ])("%s: %s passes, %s fails", async (values, right, wrong) => {
    // 7x2 is three datapoints, in minutes 3 to 5: two of the last three from 5m to 7m.
    const passed = await run(one(values, right));
    expect([passed.code, passed.stderr, passed.stdout]).toMatchObject([
      0,
      "",
      expect.stringContaining("1 passed"),
    ]);
    const failed = await run(one(values, wrong));
    expect([failed.code, failed.stderr]).toEqual([1, ""]);
    expect(failed.stdout).toContain("FAIL one");
  });

  it("shows the replay around what failed, within 80 columns", async () => {
    const { stdout } = await run(one("0x70 7x2 0x20", "at: 72m, state: ALARM"));
    expect(stdout).toMatchInlineSnapshot(`
      "cases.yaml
        FAIL one
          errors at 72m: expected ALARM, found OK (cases.yaml:18)
            Threshold Crossed: 2 out of the last 3 datapoints [0.0 (05/01/26
            01:10:00), 0.0 (05/01/26 01:09:00)] were not greater than the threshold
            (4.0) (minimum 2 datapoints for ALARM -> OK transition).

                       7 |                                        ███
                         |                                        ███
                         |                                        ███
                       4 |----------------------------------------███-----------------
                         |                                        ███
                       0 |▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁███▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
                   state |.........................................AAA................
                         |                                        ^ 1h12m
                    time |32m                                                    1h31m
                         |A: ALARM, .: OK, ?: INSUFFICIENT_DATA, blank: no datapoint

      0 passed, 1 failed
      "
    `);
    for (const line of stdout.split("\n")) expect(Array.from(line).length).toBeLessThanOrEqual(80);
  });

  it("shows what its page in the documentation shows", async () => {
    const { stdout } = await run(`alarms: [${EXAMPLES}/template.yaml]


tests:
  - name: an outage pages within two minutes
    inputSeries:
      - { alarm: orders-errors, values: 0.01x29 0.4+0.02x11 0.012x20 }
    expect:

      - { alarm: orders-errors, at: 32m, state: ALARM }
`);
    const page = await readFile(join(EXAMPLES, "../../docs/alarms/unit-tests.md"), "utf8");
    expect(page).toContain(stdout.replace(/cases\.yaml:\d+/, "cases.yaml:9").trimEnd());
  });

  it("names only what failed when asked to be quiet", async () => {
    const { stdout } = await run(one("0x9", "fires: 0"), ["--quiet"]);
    expect(stdout).toBe("1 passed, 0 failed\n");
  });

  it("runs only the tests that are named", async () => {
    const two = `${one("0x9", "fires: 0")}  - name: Other
    inputSeries: [{ alarm: errors, values: 9x9 }]
    expect: [{ alarm: errors, fires: 0 }]
`;
    expect((await run(two, ["--filter", "ONE"])).stdout).toContain("1 passed, 0 failed");
    expect(await run(two, ["--filter", "other"])).toMatchObject({ code: 1 });
    const none = await run(two, ["--filter", "ohter"]);
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain("There are: Other; one.");
  });

  it("writes JUnit that CI systems read, and JSON for programs", async () => {
    const text = one("0x5 9x9", "fires: 0");
    const junit = await run(text, ["--format", "junit", "--out", "result.xml"]);
    expect(junit).toMatchObject({ code: 1, stdout: "" });
    const root = readXml(await readFile(join(folder, "result.xml"), "utf8"));
    expect(root.attributes).toMatchObject({ tests: "1", failures: "1" });
    const failure = root.children[0]?.children[0]?.children[0];
    expect(failure?.attributes["message"]).toBe("errors: expected no firing, found 1 firing (8m)");
    expect(failure?.text).toContain("state |.......AAAAAAAA");

    const json: unknown = JSON.parse((await run(text, ["--format", "json"])).stdout);
    expect(json).toMatchObject({
      schemaVersion: 1,
      passed: 0,
      failed: 1,
      files: [
        {
          file: "cases.yaml",
          cases: [
            {
              name: "one",
              line: 16,
              passed: false,
              checks: 1,
              failures: [
                { alarm: "errors", line: 18, at: null, expected: "no firing", actual: "1 firing (8m)" },
              ],
            },
          ],
        },
      ],
    });
  });

  it("judges composites, suppressors and mute rules", async () => {
    const { stdout, code } = await run(`
alarms: ${ERRORS}
  - AlarmName: deploying
    Namespace: Own
    MetricName: Deployments
    Statistic: Sum
    Period: 60
    EvaluationPeriods: 1
    Threshold: 0
    ComparisonOperator: GreaterThanThreshold
  - AlarmName: page
    AlarmRule: ALARM(errors)
    AlarmActions: ["arn:aws:sns:eu-west-1:123456789012:page"]
    ActionsSuppressor: deploying
    ActionsSuppressorWaitPeriod: 60
    ActionsSuppressorExtensionPeriod: 120
tests:
  - name: a deployment's errors page nobody
    inputSeries:
      - { alarm: errors, values: 0x4 8x3 0x9 }
      - { alarm: deploying, values: 0x4 1x6 0x6 }
    expect:
      - { alarm: page, fires: 1, pages: 0 }
  - name: others do
    inputSeries:
      - { alarm: errors, values: 0x4 8x8 0x9 }
      - { alarm: deploying, values: 0x21 }
    expect:
      - { alarm: page, fires: 1, pages: 1 }
  - name: a rule mutes the first of two
    start: 2026-04-07T12:00Z
    muteRules:
      - Name: release
        Rule: { Schedule: { Expression: "at(2026-04-07T12:00)", Duration: PT15M } }
        MuteTargets: { AlarmNames: [errors] }
    inputSeries:
      - { alarm: errors, values: 0x4 8x3 0x20 9x5 0x5 }
    expect:
      - { alarm: errors, fires: 2, pages: 1 }
      - { alarm: errors, at: 2026-04-07T12:08Z, state: ALARM }
`);
    expect(stdout).toContain("3 passed, 0 failed");
    expect(code).toBe(0);
  });

  it("says what a series does not tell, instead of judging without it", async () => {
    const text = one("0x9", "fires: 0").replace(
      "alarm: errors, values",
      'series: "Count", stat: Sum, values',
    );
    const { stdout, code } = await run(text);
    expect(stdout).toContain("errors: expected no firing, not evaluated");
    expect(stdout).toContain("no series of AWS/ApiGateway 5XXError Sum");
    expect(code).toBe(1);
  });

  it("says where AWS leaves an answer open", async () => {
    const { stdout } = await run(
      one("9 _x6 9", "at: 8m, state: OK").replace(
        "TreatMissingData: notBreaching",
        "TreatMissingData: missing",
      ),
    );
    expect(stdout).toContain("note: errors: AWS leaves open how to judge");
  });

  it("takes the alarm to be created after what the series begin with", async () => {
    const { stdout } = await run(
      one("9x20", "transitions: [{ at: 11m, to: ALARM }]").replace(
        "inputSeries",
        "evaluateFrom: 10m\n    inputSeries",
      ),
    );
    expect(stdout).toContain("1 passed, 0 failed");
  });

  it("fills in the parameters of a template, those of the command line first", async () => {
    const text = `
alarms: [${EXAMPLES}/template.yaml]
parameters: { Stage: test, LatencyLimitMs: 700 }
tests:
  - name: slow
    inputSeries: [{ series: 'Latency{ApiName="orders", Stage="test"}', stat: p90, values: 800x20 }]
    expect: [{ alarm: orders-slow, fires: 1 }]
`;
    expect(await run(text)).toMatchObject({ code: 0, stderr: "" });
    expect(await run(text, ["--parameter", "LatencyLimitMs=900"])).toMatchObject({ code: 1, stderr: "" });
  });
});

describe("a file of tests that cannot be used", () => {
  const problems = async (text: string): Promise<string[]> => {
    const { code, stdout, stderr } = await run(text);
    expect([code, stdout]).toEqual([2, ""]);
    return stderr
      .split("\n")
      .slice(1, -2)
      .map((line) => line.trim().replace(/^cases\.yaml:/, ""));
  };

  it("is told all that is wrong with it, each with its place", async () => {
    expect(
      await problems(`alarms: ${ERRORS}
  - nope.yaml
  - { AlarmName: x, AlarmRule: ALERT(errors) }
  - AlarmName: y
    Namespace: N
    MetricName: M
    Statistics: Sum
    Period: 60
    EvaluationPeriods: 1
    Threshold: 3
    ComparisonOperator: GreaterThanThreshold
start: 2026-04-07T12:00:30Z
tests:
  - name: one
    inputSeries:
      - { series: 'Count{A="b"', stat: Sum, values: 5x 3 }
      - { series: Count, values: "5 stale 3" }
      - { series: Count, stat: Sum, points: [{ at: 3m, value: 5 }, { at: 2m, value: 4 }, { at: 3m, value: 6 }] }
      - { series: Count, stat: Sum, interval: 90s, values: 7 }
      - { series: Count, stat: Sum, values: 7, alarm: errors }
      - { alarm: eror, values: 0x30 }
      - { series: Count, stat: Sum, values: 1 }
    expect:
      - { alarm: eror, at: 12m }
      - { alarm: errors, at: soon, state: OK }
      - { alarm: errors }
  - name: one
    until: 2m
    inputSeries: [{ alarm: errors, values: 1 }]
    expect: [{ alarm: errors, at: 3m, state: OK }]
`),
    ).toMatchInlineSnapshot(`
      [
        "14:5 alarms[1]: cannot read nope.yaml: there is no such file or folder",
        "15:21 alarms[2].AlarmRule: cannot read the alarm rule at character 1: "ALERT" where ALARM(...), OK(...), INSUFFICIENT_DATA(...), AT_LEAST(...), TRUE or FALSE should be",
        "19:5 alarms[3].Statistics: CloudWatch knows no such field. Did you mean "Statistic"?",
        "24:8 start: "2026-04-07T12:00:30Z" is not a full minute",
        "28:25 tests[0].inputSeries[0].series: cannot be read here; write it like 5XXError{ApiName="orders", Stage="prod"}",
        "28:53 tests[0].inputSeries[0].values: "5x" cannot be read; repeats are "5x3", "5+1x3", "5-1x3" or "_x3"",
        "29:9 tests[0].inputSeries[1]: stat is missing: Sum, Average, SampleCount, Minimum, Maximum, p99 ...",
        "29:37 tests[0].inputSeries[1].values: "stale" is a marker that CloudWatch does not have; write "_" for a gap",
        "30:74 tests[0].inputSeries[2].points[1].at: 2m comes after a later datapoint; times ascend",
        "30:96 tests[0].inputSeries[2].points[2].at: the series has a datapoint at 3m already",
        "31:47 tests[0].inputSeries[3].interval: "90s" is no period; they are 1, 5, 10, 20, 30 s and full minutes",
        "32:9 tests[0].inputSeries[4]: exactly one of \`series\` and \`alarm\` says which metric it is",
        "33:18 tests[0].inputSeries[5].alarm: no alarm that can be replayed is named "eror"",
        "34:9 tests[0].inputSeries[6]: Count Sum is given twice, first at line 30",
        "36:18 tests[0].expect[0].alarm: no alarm is named "eror"; there are "errors"",
        "36:28 tests[0].expect[0].at: \`at\` needs a \`state\` beside it",
        "37:30 tests[0].expect[1].at: "soon" is no time; write "12m" after the start, or "2026-04-07T12:30Z"",
        "38:9 tests[0].expect[2]: nothing is expected; write \`at\` and \`state\`, \`states\`, \`transitions\`, \`fires\` or \`pages\`",
        "39:11 tests[1].name: another test has the same name",
        "40:12 tests[1].until: something is expected after it",
      ]
    `);
  });

  it("is told about unknown fields, with what was probably meant", async () => {
    expect(
      await problems(`tests:
  - name: one
    input_series: []
    expect: [{ alarm: errors, at: 3m, state: ALRM }]
`),
    ).toMatchInlineSnapshot(`
      [
        "2:5 tests[0].inputSeries: expected array, seen nothing",
        "3:5 tests[0].input_series: there is no such field. Did you mean "inputSeries"?",
        "4:46 tests[0].expect[0].state: Invalid option: expected one of "OK"|"ALARM"|"INSUFFICIENT_DATA", seen "ALRM". Did you mean "ALARM"?",
      ]
    `);
  });

  it("is told about functions that metric math does not have, and periods that alarms cannot have", async () => {
    expect(
      await problems(`alarms:
  - AlarmName: rate
    EvaluationPeriods: 1
    Threshold: 3
    ComparisonOperator: GreaterThanThreshold
    Metrics:
      - { Id: m1, ReturnData: false, MetricStat: { Metric: { Namespace: N, MetricName: M }, Period: 45, Stat: Sum } }
      - { Id: e1, Expression: "SUMM(m1)" }
tests:
  - name: one
    inputSeries: [{ series: M, namespace: N, stat: Sum, values: 1 }]
    expect: [{ alarm: rate, fires: 0 }]
`),
    ).toMatchInlineSnapshot(`
      [
        "2:5 alarms[0].Period: 45 is not 10, 20, 30 or a multiple of 60",
        "8:19 alarms[0].Metrics[1].Expression: cannot read the metric math expression at character 1: there is no function "SUMM". Did you mean "SUM"? Known: ANOMALY_DETECTION_BAND, ABS, AVG, CEIL, DATAPOINT_COUNT, DATE, DAY, DIFF, DIFF_TIME, EPOCH, FILL, FIRST, FLOOR, HOUR, IF, LAST, LOG, LOG10, MAX, METRICS, METRIC_COUNT, MIN, MINUTE, MONTH, PERIOD, RATE, REMOVE_EMPTY, RUNNING_SUM, SLICE, SORT, STDDEV, SUM, TIME_SERIES, YEAR.",
      ]
    `);
  });

  it.each([
    ["tests: [", "1:9"],
    ["", "1:1 nothing is set in it; it needs at least `tests`"],
    ["tests: &a [*a]", "1:12 *a is part of &a itself"],
  ])("%j is refused", async (text, expected) => expect((await problems(text)).join()).toContain(expected));

  it("names an alarm that cannot be replayed, and why", async () => {
    await writeFile(
      join(folder, "template.yaml"),
      `Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: errors
      Namespace: AWS/ApiGateway
      MetricName: 5xx
      Dimensions: [{ Name: ApiId, Value: !Ref Api }]
      Statistic: Sum
      Period: 61
      EvaluationPeriods: 1
      Threshold: !GetAtt Limits.Value
      ComparisonOperator: GreaterThanThreshold
  Limits: { Type: Custom::Limits }
  Api: { Type: AWS::ApiGatewayV2::Api }
`,
    );
    const found = await problems(`alarms: [template.yaml]
tests:
  - name: one
    inputSeries: [{ series: Count, stat: Sum, values: 1 }]
    expect: [{ alarm: errors, fires: 0 }]
`);
    expect(found.join()).toContain(
      '5:23 tests[0].expect[0].alarm: "errors" of template.yaml:2 cannot be replayed: Threshold:',
    );
  });

  it("does not keep others from being run", async () => {
    await writeFile(join(folder, "bad.yaml"), "tests: 5");
    await writeFile(join(folder, "good.yaml"), one("0x9", "fires: 0"));
    const { code, stdout, stderr } = await runCli(["alarms", "test", "bad.yaml", "good.yaml"], {
      cwd: folder,
    });
    expect(stdout).toContain("good.yaml\n  PASS one");
    expect(stderr).toContain("bad.yaml:1:8 tests: expected array");
    expect(code).toBe(2);
  });

  it("is told what only the replay finds", async () => {
    const circle = `alarms:
  - { AlarmName: a, AlarmRule: ALARM(b) }
  - { AlarmName: b, AlarmRule: NOT ALARM(a) }
tests:
  - name: one
    inputSeries: [{ series: Count, stat: Sum, values: 1 }]
    expect: [{ alarm: a, fires: 0 }]
`;
    expect((await run(circle)).stderr).toContain("in a circle");
    expect((await run(circle)).code).toBe(2);
  });

  it.each([
    [["alarms", "test"], "no file of tests is named"],
    [["alarms", "test", "nope.yaml"], "cannot read nope.yaml: there is no such file"],
    [["alarms", "test", "nope.yaml", "--format", "junitt"], 'Did you mean "junit"?'],
  ])("%j is a mistake in usage", async (argv, text) => {
    const { code, stderr } = await runCli(argv, { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });
});

describe("the schema for editors", () => {
  it("knows every field of a file, and those of alarms written into it", async () => {
    const { stdout, code } = await runCli(["alarms", "test", "--schema"]);
    expect(code).toBe(0);
    const schema = JSON.parse(stdout) as { $schema: string; properties: Record<string, unknown> };
    expect(schema.$schema).toContain("2020-12");
    expect(Object.keys(schema.properties)).toEqual([
      "alarms",
      "muteRules",
      "start",
      "interval",
      "parameters",
      "tests",
    ]);
    for (const field of ["inputSeries", "TreatMissingData", "AlarmRule", "transitions"]) {
      expect(stdout).toContain(`"${field}"`);
    }
  });
});
