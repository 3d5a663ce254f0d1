import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { runCli } from "../support/cli-run.ts";

const page = await readFile(resolve(import.meta.dirname, "../../docs/alarms/ci.md"), "utf8");
/** The two commands of the page, as they stand there. */
const commands = [...page.matchAll(/^ {10}gatewatch (.+)$/gm)].map((match) => (match[1] ?? "").split(" "));

const template = (threshold: number): string => `
Resources:
  InvoicesErrors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: invoices-errors
      Namespace: AWS/ApiGateway
      MetricName: 5XXError
      Dimensions:
        - { Name: ApiName, Value: partner-invoices }
        - { Name: Stage, Value: prod }
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 10
      DatapointsToAlarm: 3
      Threshold: ${threshold}
      ComparisonOperator: GreaterThanThreshold
      TreatMissingData: notBreaching
      AlarmActions: [!Ref Topic]
  Topic:
    Type: AWS::SNS::Topic
`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatewatch-ci-"));
  await mkdir(join(directory, "before"));
  await writeFile(join(directory, "template.yaml"), template(0));
  await writeFile(join(directory, "before", "template.yaml"), template(9));
});
afterAll(async () => rm(directory, { recursive: true, force: true }));

/** The demo in place of the account, and the one API of it that the template is about. */
const STAND_IN = ["--demo", "--api", "partner-invoices"];

describe("the job of docs/alarms/ci.md", () => {
  it("records, and comments from the recording alone", async () => {
    expect(commands.map(([first, second]) => [first, second])).toEqual([
      ["record", "--alarms"],
      ["alarms", "backtest"],
    ]);
    const [record = [], backtest = []] = commands;
    const onDemo = record.join(" ").replace(" live", "").replace("--max-cost 1", STAND_IN.join(" "));
    // Two weeks of minutes are drawn for nothing here; the alarm's own history is as long as ever.
    const recorded = await runCli(onDemo.replace("14d", "2h --baseline 1d").split(" "), { cwd: directory });
    expect(recorded).toMatchObject({ code: 0 });
    expect(recorded.stdout).toContain("1 series for alarms, from 2026-11-05T15:00:00.000Z\n");
    expect(recorded.stdout).toContain("gatewatch alarms backtest --from recording --alarms PATH\n");

    const { code, stdout, stderr } = await runCli(backtest, { cwd: directory });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toContain("wrote comment.md\n");
    const comment = await readFile(join(directory, "comment.md"), "utf8");
    expect(comment).toMatch(
      /^### Alarm backtest\n\n\*\*This alarm would have fired \w+( times)? in the last 15 days and paged /,
    );
    expect(comment).toContain("| times fired | 0 |");
    expect(comment).toContain("- changed: invoices-errors\n");
    expect(comment).toMatch(
      /\[2026-11-20 1[34]:\d\d[^\]]*\]\(https:\/\/eu-west-1\.console\.aws\.amazon\.com\//,
    );
    expect(comment).toMatch(
      /critical \| rest:partner-invoices\/prod \| Server errors.*\| after \d+ minutes by/,
    );
  });

  it("fails where there would be more pages than it allows", async () => {
    const [, backtest = []] = commands;
    const strict = backtest
      .join(" ")
      .replace(/pages-per-week=\S+/, "pages-per-week=0.1")
      .split(" ");
    const { code, stderr } = await runCli(strict, { cwd: directory });
    expect(code).toBe(1);
    expect(stderr).toContain("--fail-on pages-per-week=0.1: it is ");
  });
});
