import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { runCli } from "../../support/cli-run.ts";

const TEMPLATE = `Resources:
  Orders:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: "orders \\e[31m"
      EndpointConfiguration: {Types: [REGIONAL]}
  Root:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Orders
      ResourceId: !GetAtt Orders.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: {Type: MOCK}
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Orders
      StageName: prod
      TracingEnabled: true
`;
const reportSchema = z.object({
  counts: z.record(z.string(), z.number()),
  scores: z.array(
    z.object({ target: z.string(), points: z.number().nullable(), atBest: z.number().nullable() }),
  ),
  results: z.array(
    z.object({
      check: z.string(),
      id: z.string(),
      verdict: z.string(),
      line: z.number().nullable(),
      silenced: z.string().nullable(),
    }),
  ),
  expiredSnoozes: z.array(z.object({ check: z.string(), until: z.string() })),
});
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gatewatch-audit-"));
  await writeFile(join(folder, "template.yaml"), TEMPLATE);
});
afterAll(() => rm(folder, { recursive: true }));

async function json(words: readonly string[]) {
  const run = await runCli(["audit", ...words, "--format", "json"], { cwd: folder });
  return { ...run, report: reportSchema.parse(JSON.parse(run.stdout)) };
}

describe("gatewatch audit", () => {
  test("the demo account shows a mix of all verdicts and severities, within 80 columns", async () => {
    const { report } = await json(["--demo"]);
    const seen = new Set(report.results.map(({ verdict }) => verdict));
    expect([...seen].sort()).toEqual(["fail", "not-applicable", "pass", "unknown"]);
    for (const name of ["high", "medium", "low", "info"]) expect(report.counts[name]).toBeGreaterThan(0);
    const points = report.scores.map((score) => score.points ?? -1);
    expect(Math.max(...points)).toBeGreaterThan(Math.min(...points) + 30);
    const { stdout } = await runCli(["audit", "--demo"], { isTTY: true, env: { NO_COLOR: "1" } });
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain("HIGH    data-trace OBS-07");
    expect(stdout).toMatch(/What the traffic suggests\n +rest:accounts\/prod GET \/me\/addresses\n/);
    // More is written to orders than read.
    expect(stdout).not.toContain("rest:orders/prod GET /orders\n");
  });

  test("--fail-on decides the exit status, and a snooze with a day and a reason takes a failure out of it", async () => {
    const words = ["audit", "--template", "template.yaml", "--check", "method-authorization"];
    expect((await runCli([...words, "--fail-on", "high"], { cwd: folder })).code).toBe(1);
    expect((await runCli(words, { cwd: folder })).code).toBe(0);
    const config = (until: string) =>
      `version: 1\naudit:\n  snooze:\n    - {check: method-authorization, until: "${until}", reason: a mock}\n`;
    await writeFile(join(folder, "gatewatch.config.yaml"), config("2026-12-01"));
    expect((await runCli([...words, "--fail-on", "high"], { cwd: folder })).code).toBe(0);
    const snoozed = await json(["--template", "template.yaml"]);
    expect(snoozed.report.results.find(({ silenced }) => silenced !== null)?.silenced).toBe(
      "snoozed until 2026-12-01: a mock",
    );
    const verbose = await runCli([...words, "--verbose"], { cwd: folder });
    expect(verbose.stdout).toMatch(/^snoozed method-authorization .+: until 2026-12-01: a mock$/m);
    await writeFile(join(folder, "gatewatch.config.yaml"), config("2026-11-01"));
    expect((await runCli([...words, "--fail-on", "high"], { cwd: folder })).code).toBe(1);
    expect((await json(["--template", "template.yaml"])).report.expiredSnoozes).toHaveLength(1);
    await writeFile(
      join(folder, "gatewatch.config.yaml"),
      "version: 1\naudit:\n  snooze: [{check: web-acll, until: '2026-12-01', reason: x}]\n",
    );
    expect((await runCli(words, { cwd: folder })).stderr).toContain('Did you mean "web-acl"?');
    await rm(join(folder, "gatewatch.config.yaml"));
  });

  test("a template without an API is not said to be in order", async () => {
    await writeFile(join(folder, "alarms.yaml"), "Resources: {Page: {Type: AWS::SNS::Topic}}\n");
    const { code, stdout } = await runCli(["audit", "--template", join(folder, "alarms.yaml")]);
    expect(code).toBe(0);
    expect(stdout).toContain("No API was found, so there was nothing to judge.");
  });

  test("SARIF, Markdown and HTML name the template's lines and obey nothing of its names", async () => {
    for (const format of ["sarif", "markdown", "html"]) {
      const { stdout, code } = await runCli(["audit", "--template", "template.yaml", "--format", format], {
        cwd: folder,
      });
      expect([format, code, stdout.includes("\u001b")]).toEqual([format, 0, false]);
      expect(stdout).toContain("method-authorization");
    }
    const { stdout } = await runCli(["audit", "--template", "template.yaml", "--format", "sarif"], {
      cwd: folder,
    });
    expect(stdout).toMatch(/"uri": "template.yaml"[\s\S]*"startLine": 2\b/);
  });

  test("what --record writes is read again with the same verdicts", async () => {
    const first = await json(["--demo", "--record", "estate.json"]);
    expect((await readFile(join(folder, "estate.json"), "utf8")).length).toBeGreaterThan(10_000);
    const again = await json(["--from", "estate.json"]);
    expect(again.report.results.map(({ id, check, verdict }) => [id, check, verdict])).toEqual(
      first.report.results.map(({ id, check, verdict }) => [id, check, verdict]),
    );
  });

  test("--fix prints what to write, --explain a page, --list-checks all checks", async () => {
    const fix = await runCli(
      ["audit", "--template", "template.yaml", "--fix", "terraform", "--check", "execution-logs"],
      { cwd: folder },
    );
    expect(fix.stdout).toContain('logging_level = "ERROR"');
    expect((await runCli(["audit", "--explain", "web-acl"])).stdout).toContain("Security Hub APIGateway.4");
    expect((await runCli(["audit", "--list-checks"])).stdout).toMatch(/SEC-18 +api-key-alone/);
    expect((await runCli(["audit", "--explain", "wef-acl"])).stderr).toContain("web-acl");
  });

  test("two templates with an API of one name are told apart, and one sentence is said once for both", async () => {
    await writeFile(
      join(folder, "other.yaml"),
      TEMPLATE.replace("TracingEnabled: true", "TracingEnabled: false"),
    );
    const words = ["--template", "template.yaml", "--template", "other.yaml"];
    const { report } = await json(words);
    expect(report.scores.map(({ target }) => target)).toEqual([
      "template.yaml/rest:orders \u001b[31m/prod",
      "other.yaml/rest:orders \u001b[31m/prod",
    ]);
    const { stdout } = await runCli(["audit", ...words, "--check", "web-acl", "--check", "tracing"], {
      cwd: folder,
    });
    expect(stdout.match(/No web ACL looks at its requests/g)).toHaveLength(1);
    expect(stdout).toMatch(/its requests:\n +template\.yaml\S+ \S+:15,\n +other\.yaml\S+ \S+:15\n/);
    expect(stdout).toMatch(/LOW +tracing OBS-11\n.*\n +other\.yaml/);
  });

  test("a template's Region decides what hangs on it, and stands in what is to be typed", async () => {
    const condition = `Conditions: {IsChina: !Equals [!Ref "AWS::Partition", aws-cn]}\n`;
    const traced = TEMPLATE.replace("TracingEnabled: true", "TracingEnabled: !If [IsChina, true, false]");
    await writeFile(join(folder, "regions.yaml"), `${condition}${traced}`);
    const words = ["audit", "--template", "regions.yaml", "--check", "web-acl", "--fix", "cli"];
    const fix = async (...more: string[]) => (await runCli([...words, ...more], { cwd: folder })).stdout;
    expect(await fix("--region", "cn-north-1")).toContain("arn:aws-cn:apigateway:cn-north-1::");
    expect(await fix("--parameter", "AWS::Region=eu-west-3")).toContain("arn:aws:apigateway:eu-west-3::");
    expect(await fix()).toContain("arn:aws:apigateway:REGION::");
    const verdict = async (...more: string[]) => {
      const { report } = await json(["--template", "regions.yaml", "--check", "tracing", ...more]);
      return report.results.map((result) => result.verdict);
    };
    expect(await verdict("--region", "cn-north-1")).toEqual(["pass"]);
    expect(await verdict("--region", "eu-west-3")).toEqual(["fail"]);
    expect(await verdict()).toEqual(["unknown"]);
  });

  test.each([
    [["--demo", "--from", "x"], "--from"],
    [["--parameter", "A=b"], "--parameter"],
    [["--template", "template.yaml", "--region", "eu-west-1", "--region", "eu-west-3"], "--region"],
    [["--template", "template.yaml", "--profile", "shop"], "--profile"],
    [["--demo", "--api", "nothing-like-this"], "nothing matches"],
    [["--template", "absent.yaml"], "there is no such file"],
  ])("%j is refused with a hint", async (words, message) => {
    const { code, stderr } = await runCli(["audit", ...words], { cwd: folder });
    expect([code === 2 || code === 3, stderr.includes(message), stderr.includes("hint:")]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe("ids of other scanners", () => {
  test("explain the checks that are their counterparts, or why there is none", async () => {
    const { stdout } = await runCli(["audit", "--explain", "AwsSolutions-APIG4"]);
    expect(stdout).toContain("`method-authorization`");
    expect(stdout).toContain("`route-authorization`");
    expect((await runCli(["audit", "--explain", "CKV2_AWS_77"])).stdout).toContain("AWS WAF");
  });

  test("choose checks, and a misspelt one is told the nearest", async () => {
    const { stdout } = await runCli(["audit", "--demo", "--check", "APIGateway.3", "--format", "json"]);
    const { results } = JSON.parse(stdout) as { results: { check: string }[] };
    expect(results.length).toBeGreaterThan(3);
    expect(new Set(results.map(({ check }) => check))).toEqual(new Set(["tracing"]));
    const wrong = await runCli(["audit", "--demo", "--check", "APIGatway.3"]);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('Did you mean "APIGateway.3"?');
    expect((await runCli(["audit", "--demo", "--check", "CKV_AWS_237"])).stderr).toContain("no counterpart");
  });
});

describe("gatewatch audit log-format", () => {
  test("says which questions a log cannot answer", async () => {
    const { stdout } = await runCli(["audit", "log-format", "--demo", "--api", "search"]);
    expect(stdout).toMatch(/answers 5 of 12 questions/);
    expect(stdout).toContain("CANNOT  Whose error was it");
    expect(stdout).toContain("It is no JSON");
  });

  test.each(["cloudformation", "sam", "terraform", "cdk", "serverless", "cli"])(
    "--emit %s prints the Format for each flavour",
    async (dialect) => {
      for (const kind of ["rest", "http", "websocket"]) {
        const { stdout, code } = await runCli(["audit", "log-format", "--kind", kind, "--emit", dialect]);
        expect(code).toBe(0);
        expect(stdout).toContain("$context.error.responseType");
        expect(stdout).not.toContain('identity.apiKey"');
      }
    },
  );

  test("an option of the audit itself is refused", async () => {
    expect((await runCli(["audit", "log-format", "--demo", "--fail-on", "high"])).code).toBe(2);
    expect((await runCli(["audit", "log-format", "--kind", "rest"])).code).toBe(2);
  });
});
