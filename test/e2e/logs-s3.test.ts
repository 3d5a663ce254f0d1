import { gzipSync } from "node:zlib";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createClients } from "../../src/aws/clients.ts";
import { CostMeter } from "../../src/aws/cost-meter.ts";
import type { LogRequest, S3Plan } from "../../src/collectors/logs/log-request.ts";
import { listObjects } from "../../src/collectors/logs/s3/list-objects.ts";
import { readS3 } from "../../src/collectors/logs/s3/read-s3.ts";
import { createRandom } from "../../src/core/random.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import type { BucketObject, Buckets } from "../../src/loopback/s3/bucket.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { toLogReport } from "../../src/logs/to-log-report.ts";
import { collectorAccount, REGION } from "../support/collector-account.ts";
import { randomLine } from "../support/log-lines.ts";
import { scanLog } from "../support/scan-log.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

/** Lines are of 22/Nov/2026, 14:00 to 14:59. */
const HOUR_MS = 3_600_000;
const AT_14 = Date.UTC(2026, 10, 22, 14);
const WINDOW = { startMs: AT_14, endMs: AT_14 + HOUR_MS };

const random = createRandom(11);
const LINES = Array.from({ length: 400 }, (_, number) => randomLine(random, number * 82));
const PARTS = [LINES.slice(0, 121), LINES.slice(121, 245), LINES.slice(245)];

const object = (text: string, isPacked: boolean, writtenMs = AT_14 + 2 * HOUR_MS): BucketObject => ({
  body: isPacked ? gzipSync(text) : Buffer.from(text),
  writtenMs,
});

/** Three objects of two hours, one of them without newlines between records, among much that is not asked for. */
function firehoseBucket(prefix = "logs/", label: (name: string) => string = () => ""): Buckets {
  const folder = (hour: number, day = 22): string =>
    `${prefix}${label("year")}2026/${label("month")}11/${label("day")}${day}/${label("hour")}${String(hour).padStart(2, "0")}/`;
  const other = object(`${randomLine(createRandom(3), 1)}\n`.repeat(40), false);
  const objects: [string, BucketObject][] = [
    [
      `${folder(14)}amazon-apigateway-x-1-2026-11-22-14-00-01-a.gz`,
      object(`${PARTS[0]!.join("\n")}\n`, true),
    ],
    [`${folder(14)}amazon-apigateway-x-1-2026-11-22-14-20-02-b`, object(PARTS[1]!.join(""), false)],
    [`${folder(15)}amazon-apigateway-x-1-2026-11-22-15-00-03-c.gz`, object(PARTS[2]!.join(""), true)],
    [`${folder(9)}amazon-apigateway-x-1-2026-11-22-09-00-04-d`, other],
    [`${folder(14, 21)}amazon-apigateway-x-1-2026-11-21-14-00-05-e`, other],
    [`${prefix}processing-failed/2026/11/22/14/f`, object("not a log at all", false)],
  ];
  return new Map([["delivered", new Map(objects)]]);
}

let loopback: Loopback | undefined;

async function read(
  uri: string,
  buckets: Buckets,
  changes: {
    request?: Partial<LogRequest>;
    faults?: FaultPlan;
    maxCostUsd?: number;
    signal?: AbortSignal;
    onProgress?: LogRequest["onProgress"];
  } = {},
) {
  loopback = await startLoopback(collectorAccount(), { buckets, faults: changes.faults ?? [] });
  const clients = createClients(
    { region: REGION, endpointUrl: loopback.url, maxAttempts: 2 },
    new CostMeter(),
  );
  const plans: S3Plan[] = [];
  try {
    const request = {
      window: WINDOW,
      format: undefined,
      by: ["route" as const],
      filter: [],
      onProgress: changes.onProgress ?? (() => undefined),
      ...changes.request,
    };
    const result = await readS3(uri, request, {
      s3: async () => clients.s3(),
      region: REGION,
      signal: changes.signal ?? new AbortController().signal,
      maxCostUsd: changes.maxCostUsd ?? null,
      onPlan: (plan) => plans.push(plan),
    });
    return { report: toLogReport(result, ["route"]), plan: plans[0]!, result };
  } finally {
    clients.destroy();
  }
}

const operations = (name: string): number =>
  loopback?.requests.filter(({ operation }) => operation === name).length ?? 0;

/** What the same lines come to in one piece. */
function expected(lines: readonly string[] = LINES) {
  const aggregates = scanLog(`${lines.join("\n")}\n`);
  return toLogReport({ aggregates, problems: [], descriptions: [] }, ["route"]);
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

describe("readS3", () => {
  it("reads the hours of the window and nothing else, packed or joined, to the same as one file", async () => {
    const { report, plan } = await read("s3://delivered/logs/", firehoseBucket());
    expect(report.requests).toBe(LINES.length);
    const { groups, total, minutes } = expected();
    expect(report.groups).toEqual(groups);
    expect(report.total).toEqual(total);
    expect(report.minutes).toEqual(minutes);
    expect(plan.objects).toBe(3);
    expect(operations("GetObject")).toBe(3);
    // Four levels to see the layout, three hours.
    expect(operations("ListObjectsV2")).toBe(7);
    expect(plan.requests).toBe(10);
    expect(plan.usd).toBeCloseTo((7 * 0.005 + 3 * 0.0004) / 1_000, 12);
  });

  it.each([
    ["named levels", "logs/", (name: string) => `${name}=`],
    ["a prefix that is no folder", "orders-", () => ""],
    ["the whole bucket", "", () => ""],
  ])("finds the hours behind %s", async (_name, prefix, label) => {
    const { report, plan } = await read(`s3://delivered/${prefix}`, firehoseBucket(prefix, label));
    expect(plan.objects).toBe(3);
    expect(report.requests).toBe(LINES.length);
  });

  it("keeps the requests of the window by the time in their lines", async () => {
    const window = { startMs: AT_14 + 10 * 60_000 + 30_000, endMs: AT_14 + 25 * 60_000 + 11_000 };
    const inside = LINES.filter((line) => {
      const [, minute, second] = /2026:14:(\d\d):(\d\d)/.exec(line)!.map(Number);
      const timeMs = AT_14 + minute! * 60_000 + second! * 1_000;
      return timeMs >= window.startMs && timeMs < window.endMs;
    });
    expect(inside.length).toBeGreaterThan(50);
    const { report } = await read("s3://delivered/logs/", firehoseBucket(), { request: { window } });
    expect(report.groups).toEqual(expected(inside).groups);
    // What arrived after 15:00 is too late for this window, and is not read at all.
    expect(report.filtered).toBe(PARTS[0]!.length + PARTS[1]!.length - inside.length);
  });

  it("takes a glob, and the bytes and requests of what it names", async () => {
    const { plan } = await read("s3://delivered/logs/**/*.gz", firehoseBucket());
    expect(plan.objects).toBe(2);
    expect(plan.bytes).toBe(
      [...firehoseBucket().get("delivered")!]
        .filter(([key]) => key.endsWith(".gz"))
        .reduce((sum, [, { body }]) => sum + body.length, 0),
    );
  });

  it("takes a Format, whose lines Firehose has joined", async () => {
    const format = JSON.stringify({
      requestId: "$context.requestId",
      ip: "$context.identity.sourceIp",
      userAgent: "$context.identity.userAgent",
      requestTime: "$context.requestTime",
      httpMethod: "$context.httpMethod",
      resourcePath: "$context.resourcePath",
      status: "$context.status",
      responseLatency: "$context.responseLatency",
      integrationLatency: "$context.integration.latency",
      responseLength: "$context.responseLength",
      errorResponseType: "$context.error.responseType",
      errorMessage: "$context.error.message",
      apiKeyId: "$context.identity.apiKeyId",
      apiId: "$context.apiId",
      stage: "$context.stage",
    });
    const { report } = await read("s3://delivered/logs/", firehoseBucket(), { request: { format } });
    expect(report.requests).toBe(LINES.length);
    expect(report.repaired).toBe(0);
    expect(report.groups).toEqual(expected().groups);
  });

  it("lists page by page where there are more keys than a page holds", async () => {
    const line = `${LINES[0]!}\n`;
    const many = new Map(
      Array.from({ length: 1_003 }, (_, number): [string, BucketObject] => [
        `flat/${number}.log`,
        object(number % 400 === 7 ? line : "", false),
      ]),
    );
    const { plan, report } = await read("s3://delivered/flat/", new Map([["delivered", many]]));
    // One page to look for a layout, two to list.
    expect(operations("ListObjectsV2")).toBe(3);
    expect(plan.objects).toBe(3);
    expect(report.requests).toBe(3);
  });

  it("leaves out what was written before the window began, where keys tell no hour", async () => {
    const objects = new Map([
      ["flat/old.log", object(`${LINES[0]!}\n`, false, AT_14 - 1)],
      ["flat/new.log", object(`${LINES[1]!}\n${LINES[2]!}\n`, false, AT_14 + 1)],
    ]);
    const { plan, report } = await read("s3://delivered/flat", new Map([["delivered", objects]]));
    expect(plan.objects).toBe(1);
    expect(report.requests).toBe(2);
  });

  it("tells beside it the size of all that a query scans, which cannot choose by the time of writing", async () => {
    const bodies = {
      "flat/old.log": 7,
      "flat/new.log": 23,
      "flat/x.zip": 41,
      "flat/y.hsnappy": 83,
      "flat/y.snappy": 127,
      "flat/pepper-snappy": 211,
      "g/z": 301,
    };
    const objects = Object.entries(bodies).map(([key, size]): [string, BucketObject] => [
      key,
      object("x".repeat(size), false, key === "flat/old.log" ? AT_14 - 1 : AT_14 + 1),
    ]);
    loopback = await startLoopback(collectorAccount(), {
      buckets: new Map([["delivered", new Map(objects)]]),
    });
    const clients = createClients({ region: REGION, endpointUrl: loopback.url }, new CostMeter());
    const signal = new AbortController().signal;
    const access = { s3: async () => clients.s3(), region: REGION, signal, maxCostUsd: null };
    const listing = await listObjects("s3://delivered/flat/", WINDOW, access);
    // A table is a folder, whatever its names begin with.
    const begun = await listObjects("s3://delivered/flat/pepper", WINDOW, access, "folder");
    await expect(
      listObjects("s3://delivered/flat/", WINDOW, { ...access, maxCostUsd: 0 }),
    ).rejects.toMatchObject({
      code: "E_COST_LIMIT",
      hint: expect.stringMatching(/, or a longer prefix\.$/) as string,
    });
    clients.destroy();
    expect(begun).toMatchObject({ bytes: 211, behind: listing.behind, problems: [] });
    expect(listing).toMatchObject({
      bytes: 23 + 211,
      behind: { objects: 6, bytes: 7 + 23 + 41 + 83 + 127 + 211 },
    });
    expect(listing.problems.map(({ path }) => path)).toEqual([
      "s3://delivered/flat/x.zip",
      "s3://delivered/flat/y.hsnappy",
      "s3://delivered/flat/y.snappy",
    ]);
  });
});

describe("readS3, when S3 misbehaves", () => {
  it("takes a broken stream up where it broke", async () => {
    const faults: FaultPlan = [{ kind: "cut-response", operation: "GetObject", times: 2 }];
    const { report } = await read("s3://delivered/logs/", firehoseBucket(), { faults });
    expect(operations("GetObject")).toBe(5);
    expect(report.problems).toEqual([]);
    expect(report.groups).toEqual(expected().groups);
  });

  it("counts an object that cannot be read as a problem, and the rest as what it is", async () => {
    const buckets = firehoseBucket();
    const [key] = [...buckets.get("delivered")!.keys()];
    const broken = new Map(buckets.get("delivered"));
    broken.set(key!, { body: gzipSync(PARTS[0]!.join("\n")).subarray(0, 900), writtenMs: AT_14 + 9 });
    broken.set("logs/2026/11/22/14/packed.snappy", object("x", false));
    broken.set("logs/2026/11/22/14/frozen", { ...object("x", false), storageClass: "GLACIER" });
    const { report } = await read("s3://delivered/logs/", new Map([["delivered", broken]]));
    expect(report.problems.map(({ path }) => path.replace(/.*\//, "")).sort()).toEqual([
      "amazon-apigateway-x-1-2026-11-22-14-00-01-a.gz",
      "frozen",
      "packed.snappy",
    ]);
    const rest = PARTS[1]!.length + PARTS[2]!.length;
    expect(report.requests).toBeGreaterThanOrEqual(rest);
    expect(report.requests).toBeLessThan(LINES.length);
  });

  it("leaves no connection open to an object that it gives up half-way", async () => {
    // The SDK opens at most 50 at once.
    const broken = Buffer.concat([gzipSync("x").subarray(0, 10), Buffer.alloc(700_000, 7)]);
    const objects = new Map(
      Array.from({ length: 56 }, (_, number): [string, BucketObject] => [
        `flat/${number}`,
        { body: broken, writtenMs: AT_14 + 1 },
      ]),
    );
    objects.set("flat/good", object(`${LINES[0]!}\n`, false));
    const { report } = await read("s3://delivered/flat/", new Map([["delivered", objects]]));
    expect(report.problems).toHaveLength(56);
    expect(report.requests).toBe(1);
  });

  it("goes on where one object is denied", async () => {
    const faults: FaultPlan = [{ kind: "deny", operation: "GetObject", times: 1 }];
    const { report } = await read("s3://delivered/logs/", firehoseBucket(), { faults });
    expect(report.problems).toHaveLength(1);
    expect(report.problems[0]!.message).toContain("s3:GetObject was denied");
    expect(report.requests).toBeGreaterThan(0);
  });

  it("keeps to the limit where a broken stream asks for more than was planned", async () => {
    const faults: FaultPlan = [{ kind: "cut-response", operation: "GetObject", times: 2 }];
    const maxCostUsd = (7 * 0.005 + 4.1 * 0.0004) / 1_000;
    const { report } = await read("s3://delivered/logs/", firehoseBucket(), { faults, maxCostUsd });
    expect(operations("GetObject")).toBe(4);
    expect(report.problems).toHaveLength(1);
    expect(report.problems[0]?.message).toContain("over the limit");
    expect(report.requests).toBeGreaterThan(0);
  });

  it("lists no further than it may cost", async () => {
    const asked = read("s3://delivered/logs/", firehoseBucket(), { maxCostUsd: 0.000011 });
    await expect(asked).rejects.toMatchObject({ code: "E_COST_LIMIT" });
    expect(operations("ListObjectsV2")).toBe(2);
  });

  it("retries what is throttled", async () => {
    const faults: FaultPlan = [{ kind: "throttle", service: "s3", times: 1 }];
    const { report } = await read("s3://delivered/logs/", firehoseBucket(), { faults });
    expect(report.requests).toBe(LINES.length);
  });

  it.each([
    ["E_ACCESS_DENIED", { faults: [{ kind: "deny", operation: "ListObjectsV2" }] }, "s3://delivered/logs/"],
    ["E_NOTHING_READABLE", { faults: [{ kind: "deny", operation: "GetObject" }] }, "s3://delivered/logs/"],
    ["E_NOTHING_READABLE", {}, "s3://nowhere-at-all/logs/"],
    ["E_NOTHING_READABLE", {}, "s3://delivered/no-such-prefix/"],
    ["E_COST_LIMIT", { maxCostUsd: 0.00001 }, "s3://delivered/logs/"],
    ["E_USAGE", {}, "s3://Bad_Bucket!/x"],
    ["E_USAGE", {}, "/local/file"],
  ] as const)("ends with %s", async (code, changes, uri) => {
    await expect(read(uri, firehoseBucket(), changes)).rejects.toMatchObject({ code });
    if (code === "E_COST_LIMIT") expect(operations("GetObject")).toBe(0);
  });

  it("stops when it is told to, with what it has", async () => {
    const control = new AbortController();
    const { report } = await read("s3://delivered/logs/", firehoseBucket(), {
      signal: control.signal,
      onProgress: () => control.abort(),
    });
    expect(report.problems.at(-1)?.message).toContain("interrupted");
    expect(report.requests).toBeLessThanOrEqual(LINES.length);
  });
});
