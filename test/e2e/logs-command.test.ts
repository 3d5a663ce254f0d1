import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createRandom } from "../../src/core/random.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { toLogReport } from "../../src/logs/to-log-report.ts";
import type { LogReport } from "../../src/model/log-report.ts";
import type { Target } from "../../src/model/target.ts";
import type { AccountLogGroup, LogEvent } from "../../src/simulate/account.ts";
import { runCli, type CliRun } from "../support/cli-run.ts";
import { randomLine } from "../support/log-lines.ts";
import { scanLog } from "../support/scan-log.ts";
import { configuration, literalAccount, NOW_MS, REGION, TARGETS } from "../unit/loopback/literal-account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

const GROUP = "/aws/apigateway/orders";
const random = createRandom(91);
const LINES = Array.from({ length: 170 }, (_, at) => randomLine(random, at));
const FORMAT = JSON.stringify(
  Object.fromEntries(
    [
      ["requestId", "requestId"],
      ["ip", "identity.sourceIp"],
      ["userAgent", "identity.userAgent"],
      ["requestTime", "requestTime"],
      ["httpMethod", "httpMethod"],
      ["resourcePath", "resourcePath"],
      ["status", "status"],
      ["responseLatency", "responseLatency"],
      ["integrationLatency", "integration.latency"],
      ["responseLength", "responseLength"],
      ["errorResponseType", "error.responseType"],
      ["errorMessage", "error.message"],
      ["apiKeyId", "identity.apiKeyId"],
      ["apiId", "apiId"],
      ["stage", "stage"],
    ].map(([key, variable]) => [key, `$context.${variable}`]),
  ),
);

/** Ten seconds between events, the last of them a minute ago. */
const EVENTS: LogEvent[] = LINES.map((message, at) => ({
  eventId: `41${String(at).padStart(7, "0")}`,
  streamName: `stream-${at % 2}`,
  timestampMs: NOW_MS - 60_000 - (LINES.length - at) * 10_000,
  message,
}));

/** "orders" writes two stages to one group, "catalogue" to Firehose, "chat" to nowhere. */
const withLogs: Target[] = TARGETS.map((target) => {
  const destinationArn =
    target.apiName === "orders"
      ? `arn:aws:logs:${REGION}:210987654321:log-group:${GROUP}`
      : `arn:aws:firehose:${REGION}:210987654321:deliverystream/amazon-apigateway-x`;
  const accessLog = target.apiName === "chat" ? null : { destinationArn, format: FORMAT };
  return { ...target, configuration: configuration({ ...target.configuration, accessLog }) };
});

let running: Loopback | undefined;

async function logs(
  argv: readonly string[],
  { group = {}, faults = [] }: { group?: Partial<AccountLogGroup>; faults?: FaultPlan } = {},
): Promise<CliRun> {
  const account = literalAccount({ targets: withLogs, events: { [GROUP]: EVENTS } });
  const logGroups = () => account.logGroups().map((one) => ({ ...one, ...group }));
  running = await startLoopback(
    { ...account, logGroups },
    {
      faults,
      buckets: new Map([
        [
          "delivered",
          new Map([["logs/a", { body: Buffer.from(LINES.join("\n")), writtenMs: NOW_MS - 60_000 }]]),
        ],
      ]),
    },
  );
  return runCli(["logs", "--region", REGION, "--endpoint-url", running.url, ...argv], {
    now: () => NOW_MS,
  });
}

const reportOf = ({ stdout }: CliRun): LogReport => JSON.parse(stdout) as LogReport;
const asked = (): string[] =>
  [...new Set((running?.requests ?? []).map(({ operation }) => operation ?? ""))].toSorted();

beforeEach(() => {
  stubAwsEnvironment();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = undefined;
});

describe("gatewatch logs of a log group", () => {
  it("says what the same lines say in a file", async () => {
    const run = await logs(["--log-group", GROUP, "--format", "json"]);
    expect([run.code, run.stderr]).toEqual([0, ""]);
    const aggregates = scanLog(`${LINES.join("\n")}\n`);
    const wanted = toLogReport({ aggregates, problems: [], descriptions: [] }, ["route"]);
    expect(wanted.requests).toBe(170);
    const { formats: _formats, ...got } = reportOf(run);
    const { formats: _others, ...expected } = wanted;
    expect(got).toEqual(expected);
    expect(asked()).toEqual(["DescribeLogGroups", "FilterLogEvents"]);
  });

  it("reads the window that was asked for", async () => {
    const run = await logs(["--log-group", GROUP, "--since", "5m", "--until", "1m ago", "--format", "json"]);
    expect(reportOf(run).requests).toBe(
      EVENTS.filter(({ timestampMs }) => timestampMs >= NOW_MS - 6 * 60_000).length,
    );
  });

  it("finds the group of an API, and the Format in its settings", async () => {
    const run = await logs(["--api", "ord*", "--format", "json"]);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe(`rest:orders/prod, rest:orders/dev: reading ${GROUP}\n`);
    expect(reportOf(run).requests).toBe(170);
    expect(reportOf(run).formats.join()).not.toContain("alias table");
  });

  it("tells the price of a query before it is spent, and what was scanned", async () => {
    const group = { storedBytes: 7_000_000_000, createdMs: NOW_MS - 7 * 86_400_000 };
    const run = await logs(["--log-group", GROUP, "--engine", "insights", "--format", "json"], { group });
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(
      /^CloudWatch Logs Insights: \d+ queries scan about \d+ MB, \$0\.\d+ at list price; --engine local is free\nscanned [\d.]+ kB, \$[\d.e-]+\n$/,
    );
    expect(reportOf(run).requests).toBe(170);
    const quiet = await logs(["--log-group", GROUP, "--engine", "insights", "--quiet"], { group });
    expect([quiet.code, quiet.stderr]).toEqual([0, ""]);
  });

  it("stops before a query that would cost more than it may", async () => {
    const group = { storedBytes: 2_000_000_000, createdMs: NOW_MS - 86_400_000 };
    const argv = ["--log-group", GROUP, "--max-cost", "0.0001"];
    const run = await logs([...argv, "--engine", "insights"], { group });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/over the limit of 0\.0001 USD; nothing was spent/);
    expect(asked()).not.toContain("StartQuery");
    // Left to choose, it reads what costs nothing.
    const auto = await logs([...argv, "--format", "json"], { group });
    expect(auto.code).toBe(0);
    expect(auto.stderr).toContain("would cost more than --max-cost allows");
    expect(reportOf(auto).requests).toBe(170);
    expect(asked()).not.toContain("StartQuery");
  });

  it.each([
    [["--api", "catalogue"], 3, /none of 1 stages has a log group.*gatewatch logs s3:\/\//s],
    [["--api", "chat"], 3, /none of 1 stages has a log group.*writes no access log/s],
    [["--api", "nope"], 2, /nothing in eu-west-1 matches API "nope"/],
    [["--log-group", "nope"], 3, /cannot read the log group nope/],
    [["--log-group", GROUP, "--since", "1m"], 3, /holds nothing in the window.*--since/s],
    [["--log-group", GROUP, "--max-cost", "much"], 2, /--max-cost "much" is not a sum of USD/],
    [["--log-group", GROUP, "--region", "us-east-1"], 2, /lies in one region, and 2 were named/],
  ] as const)("%j ends with %i", async (argv, code, message) => {
    const run = await logs(argv);
    expect([run.code, run.stdout]).toEqual([code, ""]);
    expect(run.stderr).toMatch(message);
  });

  it("says what is missing where the settings are closed", async () => {
    const faults: FaultPlan = [
      { kind: "deny", operation: "GetRestApis" },
      { kind: "deny", operation: "GetApis" },
    ];
    const run = await logs(["--api", "orders"], { faults });
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/could not be read \(ACCESS_DENIED\).*--log-group/s);
  });
});

it("gatewatch logs of a prefix in S3 tells its price, and reads it", async () => {
  const until = new Date(NOW_MS).toISOString();
  const run = await logs(["s3://delivered/logs/", "--until", until, "--since", "2d", "--format", "json"]);
  expect(run.stderr).toMatch(/^1 objects, [\d.]+ kB: \d+ requests to S3, about \$[\d.e-]+ at list price\n$/);
  expect(run.code).toBe(0);
  const { requests, filtered } = reportOf(run);
  expect(requests + filtered).toBe(170);
});

it("gatewatch logs prints what Athena would be asked, and asks nothing of it", async () => {
  const argv = ["s3://delivered/logs/", "--engine", "athena", "--print-sql", "--athena-database", "edge"];
  const run = await logs([...argv, "--log-format", FORMAT, "--by", "status"]);
  expect([run.code, run.stderr]).toEqual([0, ""]);
  expect(run.stdout).toMatch(/^CREATE EXTERNAL TABLE .*s3:\/\/delivered\/logs\/.*;\n\n.*"edge"\..*;\n$/s);
  expect(asked()).toEqual(["ListObjectsV2"]);
  const without = await logs(argv);
  expect([without.code, without.stdout]).toEqual([2, ""]);
  expect(without.stderr).toContain("--log-format");
});
