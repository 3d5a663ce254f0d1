import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { LogReading, LogReadOptions } from "../../src/collectors/account-reader.ts";
import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import { createRandom } from "../../src/core/random.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { logSliceSchema } from "../../src/model/log-slice.ts";
import type { Target } from "../../src/model/target.ts";
import type { AccountLogGroup, LogEvent } from "../../src/simulate/account.ts";
import { randomLine } from "../support/log-lines.ts";
import { configuration, literalAccount, NOW_MS, REGION, TARGETS } from "../unit/loopback/literal-account.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

const GROUP = "/aws/apigateway/orders";
const DAY = 86_400_000;
const MINUTE = 60_000;
const WINDOW = { startMs: NOW_MS - 60 * MINUTE, endMs: NOW_MS - 20 * MINUTE };
const FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  ip: "$context.identity.sourceIp",
  userAgent: "$context.identity.userAgent",
  requestTimeEpoch: "$context.requestTimeEpoch",
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
  deploymentId: "$context.deploymentId",
  isCanaryRequest: "$context.isCanaryRequest",
});

type Line = Readonly<Record<string, string>>;
const random = createRandom(91);
/** 1,300 requests over an hour, of two APIs that share the log group; each ninth is a canary's. */
const RECORDS: readonly Line[] = Array.from({ length: 1_300 }, (_, at) => {
  const { requestTime: _time, ...line } = JSON.parse(randomLine(random, at)) as Record<string, string>;
  const timeMs = NOW_MS - 62 * MINUTE + at * 2_777;
  const isCanary = at % 9 === 0;
  return {
    ...line,
    requestTimeEpoch: String(timeMs),
    deploymentId: isCanary ? "dep002" : "dep001",
    isCanaryRequest: String(isCanary),
  };
});
const EVENTS: readonly LogEvent[] = RECORDS.map((record, at) => ({
  eventId: `3902${String(at).padStart(8, "0")}`,
  streamName: "stream-a",
  timestampMs: Number(record["requestTimeEpoch"]),
  message: JSON.stringify(record),
}));
const TARGET: Target = {
  ...TARGETS[0]!,
  apiId: "a1b2c3",
  configuration: configuration({ accessLog: { destinationArn: arn(GROUP), format: FORMAT } }),
};
/** What the question is about, told apart literally. */
const MINE = RECORDS.filter((record) => {
  const timeMs = Number(record["requestTimeEpoch"]);
  return record["apiId"] === "a1b2c3" && timeMs >= WINDOW.startMs && timeMs < WINDOW.endMs;
});

function arn(group: string): string {
  return `arn:aws:logs:${REGION}:210987654321:log-group:${group}:*`;
}

function withLog(change: { readonly destinationArn?: string; readonly format?: string }): Target {
  return {
    ...TARGET,
    configuration: configuration({ accessLog: { destinationArn: arn(GROUP), format: FORMAT, ...change } }),
  };
}

let running: Loopback | undefined;

async function ask(
  targets: readonly Target[],
  {
    group = {},
    faults = [],
    ...options
  }: Partial<LogReadOptions> & {
    readonly group?: Partial<AccountLogGroup>;
    readonly faults?: FaultPlan;
  } = {},
): Promise<LogReading & { readonly usd: number; readonly progress: readonly number[] }> {
  const account = literalAccount({ events: { [GROUP]: EVENTS } });
  const logGroups = () => account.logGroups().map((one) => ({ ...one, ...group }));
  running = await startLoopback({ ...account, logGroups }, { faults });
  const endpointUrl = running.url;
  const reader = awsAccountReader({ region: REGION, nowMs: NOW_MS, endpointUrl, maxAttempts: 1 });
  const progress: number[] = [];
  try {
    const reading = await reader.readLogs(
      targets.map((target) => ({ target, window: WINDOW })),
      { engine: "local", maxCostUsd: null, ...options },
      ({ step, done }) => progress.push(step === "logs" ? done : -1),
    );
    for (const slice of reading.slices) expect(logSliceSchema.safeParse(slice).error).toBeUndefined();
    return { ...reading, usd: reader.cost().usd, progress };
  } finally {
    reader.close();
  }
}

const calls = (name: string): number =>
  (running?.requests ?? []).filter(({ operation }) => operation === name).length;

beforeEach(() => {
  stubAwsEnvironment();
  // The other mode slows a client down for seconds after each throttled call.
  vi.stubEnv("AWS_RETRY_MODE", "standard");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = undefined;
});

const value = (text: string | undefined): string | null => (text === undefined || text === "-" ? null : text);

function routeOf(record: Line): string | null {
  const path = value(record["resourcePath"]);
  return path === null ? null : `${record["httpMethod"]} ${path}`;
}

/** The nearest rank of sorted numbers. */
function rank(numbers: readonly number[], q: number): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? Number.NaN;
}

describe("a slice", () => {
  it("counts what lies in the window and is the target's own, exactly", async () => {
    const { slices, blindSpots, usd, progress } = await ask([TARGET]);
    expect([blindSpots, usd, progress]).toEqual([[], 0, [0, 1]]);
    const [slice] = slices;
    expect(MINE.length).toBeGreaterThan(300);
    expect(slice).toMatchObject({
      target: TARGET.id,
      ...WINDOW,
      engine: "local",
      sampledShare: 1,
      isComplete: true,
      requests: MINE.length,
      unparsed: 0,
    });
    expect(slice?.fields).toEqual(expect.arrayContaining(["isCanary", "apiKeyId", "latency", "timeEpoch"]));
    const expected = new Map<string, number>();
    for (const record of MINE) {
      const timeMs = Number(record["requestTimeEpoch"]);
      const key = JSON.stringify([
        timeMs - (timeMs % MINUTE),
        routeOf(record),
        Number(record["status"]),
        value(record["errorResponseType"]),
        record["deploymentId"],
        record["isCanaryRequest"] === "true",
      ]);
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const found = slice?.counts.map(
      ({ minuteMs, route, status, responseType, deploymentId, isCanary, requests }): [string, number] => [
        JSON.stringify([minuteMs, route, status, responseType, deploymentId, isCanary]),
        requests,
      ],
    );
    expect(new Map(found)).toEqual(expected);
    expect(found).toHaveLength(expected.size);
  });

  it("has the latencies by route and of all, the most frequent texts and the slowest", async () => {
    const [slice] = (await ask([TARGET])).slices;
    const routes = [null, ...new Set(MINE.map(routeOf).filter((route) => route !== null))];
    expect(routes.length).toBeGreaterThan(4);
    for (const route of routes) {
      const own = MINE.filter((record) => route === null || routeOf(record) === route);
      const latencies = own.map((record) => Number(record["responseLatency"]));
      const found = slice?.latencies.find((one) => one.route === route && one.phase === "latency");
      expect(found?.count).toBe(own.length);
      expect(found?.meanMs).toBeCloseTo(latencies.reduce((sum, one) => sum + one, 0) / own.length, 6);
      for (const [name, q] of [
        ["p50", 0.5],
        ["p90", 0.9],
        ["p99", 0.99],
      ] as const) {
        const literal = rank(latencies, q);
        expect(Math.abs((found?.[name] ?? 0) - literal)).toBeLessThanOrEqual(literal * 0.005);
      }
      const integration = own.filter((record) => value(record["integrationLatency"]) !== null);
      const other = slice?.latencies.find((one) => one.route === route && one.phase === "integrationLatency");
      expect(other?.count).toBe(integration.length);
    }
    const keys = slice?.top.filter(({ dimension }) => dimension === "apiKey");
    expect(keys?.map(({ text }) => text).toSorted()).toEqual(["key01", "key02"]);
    for (const { text, requests, error } of keys ?? []) {
      expect([requests, error]).toEqual([MINE.filter((record) => record["apiKeyId"] === text).length, 0]);
    }
    const slowest = Math.max(...MINE.map((record) => Number(record["responseLatency"])));
    const known = MINE.filter((record) => Number(record["responseLatency"]) === slowest);
    expect(slice?.slowest[0]?.latencyMs).toBe(slowest);
    expect(known.map((record) => record["requestId"])).toContain(slice?.slowest[0]?.requestId);
  });

  it("of a log too large is an even sample, and says so", async () => {
    const share = 0.25;
    const storedBytes = ((64 << 20) / share) * ((3 * DAY) / (WINDOW.endMs - WINDOW.startMs));
    const group = { storedBytes: Math.round(storedBytes), createdMs: WINDOW.endMs - 3 * DAY };
    const { slices, blindSpots } = await ask([TARGET], { group });
    const [slice] = slices;
    expect(slice?.sampledShare).toBeCloseTo(share, 3);
    expect(slice?.isComplete).toBe(true);
    expect(slice?.requests).toBeGreaterThan(MINE.length * share * 0.6);
    expect(slice?.requests).toBeLessThan(MINE.length * share * 1.4);
    for (const quarter of [0, 1, 2, 3]) {
      const fromMs = WINDOW.startMs + quarter * 10 * MINUTE;
      const inside = slice?.counts.filter(
        ({ minuteMs }) => minuteMs >= fromMs && minuteMs < fromMs + 10 * MINUTE,
      );
      expect(inside?.length).toBeGreaterThan(5);
    }
    expect(blindSpots).toMatchObject([
      { code: "SAMPLED", hint: expect.stringMatching(/25 % of the time/) as string },
    ]);
  });

  it("that nobody can tell to be empty has no requests, and is there", async () => {
    const { slices, blindSpots } = await ask([{ ...TARGET, apiId: "none" }]);
    expect(slices).toMatchObject([{ requests: 0, counts: [], isComplete: true }]);
    expect(blindSpots).toEqual([]);
  });
});

describe("several questions", () => {
  it("are answered side by side, in their order, and each log group is looked up once", async () => {
    const targets = ["a1b2c3", "d4e5f6", "none", "a1b2c3", "d4e5f6"].map((apiId, at) => ({
      ...TARGET,
      apiId,
      id: `rest:orders/${at}`,
    }));
    const broken = { ...TARGET, id: "rest:orders/silent", configuration: configuration() };
    const { slices, blindSpots, progress } = await ask([...targets, broken]);
    expect(slices.map(({ target }) => target)).toEqual(targets.map(({ id }) => id));
    const [first, second, third, fourth, fifth] = slices.map(({ requests }) => requests);
    expect([first, third, fourth]).toEqual([MINE.length, 0, MINE.length]);
    expect(second).toBeGreaterThan(300);
    expect(second).not.toBe(first);
    expect(fifth).toBe(second);
    expect(blindSpots).toMatchObject([{ target: "rest:orders/silent", code: "NOT_CONFIGURED" }]);
    expect(progress).toEqual([0, 1, 2, 3, 4, 5]);
    expect(calls("DescribeLogGroups")).toBe(1);
  });
});

describe("a blind spot", () => {
  it.each<[string, Target, string, RegExp]>([
    ["no access log", { ...TARGET, configuration: configuration() }, "NOT_CONFIGURED", /Set a destination/],
    ["an unread stage", { ...TARGET, configuration: null }, "UNKNOWN", /could not be read/],
    [
      "Firehose",
      withLog({
        destinationArn: "arn:aws:firehose:eu-west-1:210987654321:deliverystream/amazon-apigateway-out",
      }),
      "FIREHOSE",
      /amazon-apigateway-out: .*gatewatch logs s3:/,
    ],
    [
      "a log group that is gone",
      withLog({ destinationArn: arn("/aws/apigateway/gone") }),
      "NOT_FOUND",
      /gone/,
    ],
    [
      "lines of another kind",
      withLog({
        format: '$context.identity.sourceIp [$context.requestTime] "$context.httpMethod" $context.status',
      }),
      "UNPARSED",
      /None of the \d+/,
    ],
  ])("for %s", async (_what, target, code, hint) => {
    const { slices, blindSpots } = await ask([target]);
    expect(slices).toEqual([]);
    expect(blindSpots).toMatchObject([{ source: "access-logs", target: target.id, code }]);
    expect(blindSpots[0]?.hint).toMatch(hint);
  });

  it("for what is denied, with the log group to allow", async () => {
    const faults: FaultPlan = [{ kind: "deny", service: "logs" }];
    const { slices, blindSpots } = await ask([TARGET], { faults });
    expect(slices).toEqual([]);
    expect(blindSpots).toMatchObject([{ code: "ACCESS_DENIED" }]);
    expect(blindSpots[0]?.hint).toMatch(/logs:FilterLogEvents.*\/aws\/apigateway\/orders/);
  });

  it("for the class that only Logs Insights reads, where that is not wanted", async () => {
    const { slices, blindSpots } = await ask([TARGET], { group: { isInfrequentAccess: true } });
    expect([slices.length, calls("FilterLogEvents")]).toEqual([0, 0]);
    expect(blindSpots).toMatchObject([{ code: "INFREQUENT_ACCESS" }]);
  });

  it("is none for dead credentials: without those no question has an answer", async () => {
    const faults: FaultPlan = [{ kind: "expired-token", service: "logs" }];
    await expect(ask([TARGET], { faults })).rejects.toMatchObject({ code: "E_CREDENTIALS" });
  });
});

describe("the engine", () => {
  const large = { storedBytes: 900_000_000_000, createdMs: WINDOW.endMs - 100 * DAY };

  it("left to choose, is Logs Insights for a large log, and what it scans is on the bill", async () => {
    const { slices, usd } = await ask([TARGET], { engine: "auto", group: large });
    expect(slices).toMatchObject([{ engine: "insights", requests: MINE.length }]);
    expect(calls("StartQuery")).toBeGreaterThan(0);
    expect(usd).toBeGreaterThan(0);
  });

  it("left to choose, is a free sample where Logs Insights costs more than the limit", async () => {
    const { slices, usd, blindSpots } = await ask([TARGET], {
      engine: "auto",
      maxCostUsd: 0.0001,
      group: large,
    });
    expect(slices).toMatchObject([{ engine: "local" }]);
    expect([usd, calls("StartQuery")]).toEqual([0, 0]);
    expect(blindSpots).toMatchObject([{ code: "SAMPLED" }]);
  });

  it("that is asked for and costs more than the limit ends the run before anything is spent", async () => {
    const asked = ask([TARGET], { engine: "insights", maxCostUsd: 0.0001, group: large });
    await expect(asked).rejects.toMatchObject({
      code: "E_COST_LIMIT",
      message: expect.stringMatching(
        /scans about \d+\.\d\d GB.* over the limit of 0\.0001 USD; nothing was spent/,
      ) as string,
    });
    expect(calls("StartQuery")).toBe(0);
    await expect(ask([TARGET], { engine: "insights", maxCostUsd: 5 })).rejects.toMatchObject({
      code: "E_COST_LIMIT",
      message: expect.stringContaining("cannot be told") as string,
    });
  });

  it("that fails, and was only the better choice, gives way to a sample", async () => {
    const faults: FaultPlan = [{ kind: "deny", service: "logs", operation: "StartQuery" }];
    const { slices, blindSpots } = await ask([TARGET], { engine: "auto", group: large, faults });
    expect(slices).toMatchObject([{ engine: "local" }]);
    expect(blindSpots.map(({ code }) => code)).toEqual(["ACCESS_DENIED", "SAMPLED"]);
  });
});
