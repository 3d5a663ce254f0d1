import { gzipSync } from "node:zlib";

import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createClients } from "../../src/aws/clients.ts";
import { CostMeter } from "../../src/aws/cost-meter.ts";
import type { AthenaOptions } from "../../src/collectors/logs/athena/athena-options.ts";
import { queryAthena } from "../../src/collectors/logs/athena/query-athena.ts";
import type { LogRequest, S3Plan } from "../../src/collectors/logs/log-request.ts";
import { readS3 } from "../../src/collectors/logs/s3/read-s3.ts";
import { createRandom } from "../../src/core/random.ts";
import type { ExecuteSql } from "../../src/loopback/athena/athena-store.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import type { BucketObject } from "../../src/loopback/s3/bucket.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { toLogReport } from "../../src/logs/to-log-report.ts";
import { collectorAccount, REGION } from "../support/collector-account.ts";
import { duckDbAthena } from "../support/duckdb-athena.ts";
import { randomLine } from "../support/log-lines.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

const FORMAT = `{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","userAgent":"$context.identity.userAgent","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status","responseLatency":"$context.responseLatency","integrationLatency":"$context.integration.latency","responseLength":"$context.responseLength","errorResponseType":"$context.error.responseType","errorMessage":"$context.error.message","apiKeyId":"$context.identity.apiKeyId","apiId":"$context.apiId","stage":"$context.stage"}`;
const AT_14 = Date.UTC(2026, 10, 22, 14);
const OPTIONS: AthenaOptions = { database: "logs", mayCreateTable: true, outputLocation: "s3://answers/a/" };
const URI = "s3://delivered/logs/";

const random = createRandom(29);
const LINES = Array.from({ length: 330 }, (_, number) => randomLine(random, number * 101));
/** Lines by the hour in whose folder they lie. */
const DELIVERED = [
  { datehour: "2026/11/22/14", lines: LINES.slice(0, 190) },
  { datehour: "2026/11/22/15", lines: LINES.slice(190, 301) },
  { datehour: "2026/11/22/09", lines: LINES.slice(301) },
];
const writtenMs = AT_14 + 2 * 3_600_000;
const BUCKETS = new Map([
  [
    "delivered",
    new Map<string, BucketObject>([
      ...DELIVERED.map(({ datehour, lines }, index): [string, BucketObject] => [
        `logs/${datehour}/part-${index}.gz`,
        { body: gzipSync(lines.join("")), writtenMs },
      ]),
      ["flat/a-1", { body: new Uint8Array(101), writtenMs }],
      ["flat/b-2", { body: new Uint8Array(16e6), writtenMs }],
    ]),
  ],
]);

const engine = await duckDbAthena();
engine.deliver(DELIVERED.map(({ datehour, lines }) => ({ datehour, line: lines.join("") })));

let loopback: Loopback | undefined;
const operations = (): (string | null)[] =>
  (loopback?.requests ?? []).filter(({ service }) => service === "athena").map(({ operation }) => operation);

interface Changes {
  readonly options?: Partial<AthenaOptions>;
  readonly faults?: FaultPlan;
  readonly maxCostUsd?: number;
  readonly execute?: ExecuteSql;
  readonly uri?: string;
  readonly control?: AbortController;
  /** What Athena says to have scanned while it still runs. */
  readonly scannedSoFar?: number;
}

async function ask(changes: Changes = {}) {
  loopback = await startLoopback(collectorAccount(), {
    buckets: BUCKETS,
    executeSql: changes.execute ?? engine.execute,
    faults: changes.faults ?? [],
  });
  const clients = createClients(
    { region: REGION, endpointUrl: loopback.url, maxAttempts: 1 },
    new CostMeter(),
  );
  if (changes.scannedSoFar !== undefined) {
    const Statistics = { DataScannedInBytes: changes.scannedSoFar };
    const athena = await clients.athena();
    athena.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const result = await next(args);
          const QueryExecution = { Status: { State: "RUNNING" }, Statistics };
          return commandName === "GetQueryExecutionCommand"
            ? { ...result, output: { ...result.output, QueryExecution } }
            : result;
        },
      { step: "initialize" },
    );
  }
  const [plans, scans]: [S3Plan[], number[][]] = [[], []];
  const request: Omit<LogRequest, "logGroup"> = {
    window: { startMs: AT_14 + 60_000, endMs: AT_14 + 3_600_000 },
    format: FORMAT,
    by: ["route"],
    filter: [],
    onProgress: () => undefined,
  };
  const access = {
    s3: async () => clients.s3(),
    athena: async () => clients.athena(),
    region: REGION,
    signal: (changes.control ?? new AbortController()).signal,
    maxCostUsd: changes.maxCostUsd ?? null,
    onPlan: (plan: S3Plan) => plans.push(plan),
    onScanned: (...scanned: number[]) => scans.push(scanned),
  };
  try {
    const report = await queryAthena(
      changes.uri ?? URI,
      request,
      ["route"],
      { ...OPTIONS, ...changes.options },
      access,
    );
    const local = toLogReport(await readS3(changes.uri ?? URI, request, access), ["route"]);
    return { report, local, plans, scans };
  } finally {
    clients.destroy();
  }
}

beforeEach(() => {
  stubAwsEnvironment();
  // The other mode slows a client down for seconds after each throttled call.
  vi.stubEnv("AWS_RETRY_MODE", "standard");
});

afterEach(async () => {
  await loopback?.close();
  loopback = undefined;
  vi.unstubAllEnvs();
});

afterAll(() => engine.close());

describe("queryAthena", () => {
  it("gives what reading the objects gives, for a price that was told before", async () => {
    const { report, local, plans, scans } = await ask();
    expect(report.requests).toBeGreaterThan(200);
    expect(report.groups).toEqual(local.groups);
    expect(report.minutes).toEqual(local.minutes);
    expect(report.top).toEqual(local.top);
    expect(report.filtered).toBe(local.filtered);
    // Two objects of the hours of the window; a query counts as at least 10 MB.
    expect(plans[0]).toMatchObject({ objects: 2 });
    expect(plans[0]!.usd).toBeCloseTo(0.00005 + plans[0]!.requests * 0.000005, 12);
    expect(scans[0]![0]).toBeGreaterThan(0);
    expect(operations().filter((name) => name === "StartQueryExecution")).toHaveLength(2);
    expect(engine.statements[0]).toMatch(/^CREATE EXTERNAL TABLE IF NOT EXISTS/);
  });

  it("makes no table unless it may, and says how one is made", async () => {
    const missing = { database: "nowhere", mayCreateTable: false };
    await expect(ask({ options: missing })).rejects.toMatchObject({
      code: "E_NOTHING_READABLE",
      hint: expect.stringContaining("--print-sql") as string,
    });
    expect(operations().filter((name) => name === "StartQueryExecution")).toHaveLength(1);
  });

  it("spends nothing beyond the limit", async () => {
    await expect(ask({ maxCostUsd: 0.00004 })).rejects.toMatchObject({ code: "E_COST_LIMIT" });
    expect(operations()).toEqual([]);
  });

  it("knows the price of the whole folder that a prefix without hours is in, and what would be less", async () => {
    await expect(ask({ uri: "s3://delivered/flat/a", maxCostUsd: 0.00007 })).rejects.toMatchObject({
      code: "E_COST_LIMIT",
      message: expect.stringContaining("reading 2 objects of s3://delivered/flat/ with Athena") as string,
      hint: expect.stringMatching(/, or the prefix of a folder with less in it\.$/) as string,
    });
    expect(operations()).toEqual([]);
  });

  it("stops a query that scans more than its objects were said to hold", async () => {
    const asked = ask({ maxCostUsd: 0.0001, scannedSoFar: 31_000_000 });
    await expect(asked).rejects.toMatchObject({ code: "E_COST_LIMIT" });
    expect(operations()).toEqual(["StartQueryExecution", "GetQueryExecution", "StopQueryExecution"]);
  });

  it("says what is denied, by Athena and by what Athena reads", async () => {
    const faults: FaultPlan = [{ kind: "deny", service: "athena" }];
    await expect(ask({ faults })).rejects.toMatchObject({
      code: "E_ACCESS_DENIED",
      hint: expect.stringContaining("athena:StartQueryExecution") as string,
    });
    await loopback?.close();
    const execute: ExecuteSql = async () => {
      throw new Error("Access Denied (Service: Amazon S3; Status Code: 403)");
    };
    await expect(ask({ execute })).rejects.toMatchObject({
      code: "E_ACCESS_DENIED",
      hint: expect.stringContaining("glue:GetTable") as string,
    });
  });

  it("cancels the query when it is interrupted", async () => {
    const control = new AbortController();
    const execute: ExecuteSql = async () => {
      control.abort();
      return new Promise(() => undefined);
    };
    await expect(ask({ execute, control })).rejects.toMatchObject({
      message: expect.stringContaining("cancelled") as string,
    });
    expect(operations()).toContain("StopQueryExecution");
  });

  it.each(["garbage", "throttle"] as const)("ends with an error on %s", async (kind) => {
    const faults: FaultPlan = [{ kind, service: "athena", operation: "GetQueryResults" }];
    await expect(ask({ faults })).rejects.toMatchObject({ name: "ToolError" });
  });
});
