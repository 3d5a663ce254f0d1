import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { TraceReading, TraceReadOptions } from "../../src/collectors/account-reader.ts";
import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import { MINUTE_MS, SECOND_MS } from "../../src/core/window.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { traceSliceSchema } from "../../src/model/trace.ts";
import type { Target } from "../../src/model/target.ts";
import type { Account, Trace } from "../../src/simulate/account.ts";
import { runCli } from "../support/cli-run.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";
import { configuration, literalAccount, NOW_MS, REGION, TARGETS } from "../unit/loopback/literal-account.ts";

const WINDOW = { startMs: NOW_MS - 60 * MINUTE_MS, endMs: NOW_MS };
const TARGET: Target = { ...TARGETS[0]!, configuration: configuration({ tracing: true }) };
const ASKED = { mostTraces: 60, withExtremes: true, maxCostUsd: null };

type Json = Record<string, unknown>;

/** One request every two seconds; each 40th fails, each 50th is slow, none as long as another. */
function makeTrace(index: number, change: { api?: string; name?: string } = {}): Trace {
  const startMs = WINDOW.startMs + index * 2_000 + 31;
  const id = `1-${Math.floor(startMs / SECOND_MS).toString(16)}-${index.toString(16).padStart(24, "0")}`;
  const start = startMs / SECOND_MS;
  const lengthMs = (index % 50 === 17 ? 3_000 : 80) + index / 100;
  const stage: Json = {
    id: `a${index.toString(16).padStart(15, "0")}`,
    trace_id: id,
    name: change.name ?? "orders/prod",
    origin: "AWS::ApiGateway::Stage",
    start_time: start,
    end_time: start + lengthMs / SECOND_MS,
    http: {
      request: { url: "https://example/prod/orders", method: "GET" },
      response: { status: index % 40 === 3 ? 503 : 200 },
    },
    aws: { api_gateway: { rest_api_id: change.api ?? "abc123def4" } },
    annotations: { "aws:api_id": change.api ?? "abc123def4", "aws:api_stage": "prod" },
    ...(index % 40 === 3 ? { fault: true } : {}),
  };
  const own: Json = {
    id: `b${index.toString(16).padStart(15, "0")}`,
    trace_id: id,
    parent_id: stage["id"],
    name: "fn-orders",
    origin: "AWS::Lambda",
    start_time: start + 0.004,
    end_time: start + lengthMs / SECOND_MS - 0.003,
    aws: { request_id: requestIdOf(index) },
  };
  return { id, startMs, segments: [stage, own] };
}

function requestIdOf(index: number): string {
  return `0a1b2c3d-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
}

const TRACES: readonly Trace[] = Array.from({ length: 1_800 }, (_, index) => makeTrace(index));

let running: Loopback | undefined;

beforeEach(() => {
  stubAwsEnvironment();
  vi.stubEnv("AWS_MAX_ATTEMPTS", "2");
  // The usual mode slows down for seconds after one throttled call.
  vi.stubEnv("AWS_RETRY_MODE", "standard");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await running?.close();
  running = undefined;
});

async function read(
  account: Partial<Account> & { traces?: Account["traces"] },
  {
    target = TARGET,
    faults = [],
    ...asked
  }: { target?: Target; faults?: FaultPlan } & Partial<TraceReadOptions> = {},
): Promise<TraceReading & { usd: number; traces: number }> {
  running = await startLoopback({ ...literalAccount({ traces: TRACES }), ...account }, { faults });
  const reader = awsAccountReader({ region: REGION, endpointUrl: running.url, nowMs: NOW_MS });
  try {
    const reading = await reader.readTraces(
      [{ target, window: WINDOW }],
      { ...ASKED, ...asked },
      () => undefined,
    );
    const { usd, tracesRetrieved } = reader.cost();
    return { ...reading, usd, traces: tracesRetrieved };
  } finally {
    reader.close();
  }
}

const count = (operation: string): number =>
  (running?.requests ?? []).filter((request) => request.operation === operation).length;
const idsOf = ({ slices }: TraceReading): string[] =>
  slices.flatMap(({ traces }) => traces.map(({ id }) => id));

describe("traces read through the SDK", () => {
  it("are an even sample with the slow and the faulty ones beside it", async () => {
    const { slices, blindSpots, usd, traces: billed } = await read({});
    const [slice] = slices;
    expect(blindSpots).toEqual([]);
    expect(traceSliceSchema.parse(slice)).toEqual(slice);
    const picked = (pick: string) => slice?.traces.filter((trace) => trace.pick === pick) ?? [];
    expect(picked("sample")).toHaveLength(60);
    // Ten of each of the hour's six parts.
    const parts = picked("sample").map(({ startMs }) =>
      Math.floor((startMs - WINDOW.startMs) / (10 * MINUTE_MS)),
    );
    expect([0, 1, 2, 3, 4, 5].map((part) => parts.filter((one) => one === part).length)).toEqual(
      Array.from({ length: 6 }, () => 10),
    );
    const truth = new Map(TRACES.map((trace, index) => [trace.id, index]));
    const slow = picked("slow").map(({ id }) => truth.get(id) ?? -1);
    expect(slow.length).toBeGreaterThan(5);
    expect(slow.every((index) => index % 50 === 17)).toBe(true);
    const faulty = picked("faulty").map(({ id }) => truth.get(id) ?? -1);
    expect(faulty.length).toBeGreaterThan(5);
    expect(faulty.every((index) => index % 40 === 3)).toBe(true);
    expect(slice?.sampledShare).toBeLessThan(0.3);
    expect(count("BatchGetTraces")).toBe(Math.ceil((slice?.traces.length ?? 0) / 5));
    expect(usd).toBeCloseTo(billed * 0.0000005, 12);
    expect(billed).toBeGreaterThan(slice?.traces.length ?? Infinity);
  });

  it("of a quiet stage are all that there are, each once", async () => {
    const few = TRACES.filter((_, index) => index % 90 === 0);
    const reading = await read({
      traces: (window) => few.filter((one) => one.startMs >= window.startMs && one.startMs < window.endMs),
    });
    expect(idsOf(reading)).toEqual(few.map(({ id }) => id));
    expect(reading.slices[0]).toMatchObject({ found: 20, sampledShare: 1, isComplete: true });
  });

  it("come over pages, empty ones among them, and after a throttled call", async () => {
    const faults: FaultPlan = [
      { kind: "throttle", service: "xray", operation: "BatchGetTraces", times: 1 },
      { kind: "empty-page", service: "xray", operation: "GetTraceSummaries", times: 2 },
    ];
    const reading = await read({}, { faults, withExtremes: false });
    expect(reading.blindSpots).toEqual([]);
    expect(idsOf(reading)).toHaveLength(60);
  });

  it("that are listed and cannot be retrieved are asked for again, then told of", async () => {
    const gone = new Set(TRACES.filter((_, index) => index % 7 === 0).map(({ id }) => id));
    // The endpoint looks a trace up in the seconds around its id: there it is missing.
    const isLookup = (window: { startMs: number; endMs: number }) => window.endMs - window.startMs === 3_000;
    const reading = await read(
      {
        traces: (window) =>
          TRACES.filter(
            (one) =>
              one.startMs >= window.startMs &&
              one.startMs < window.endMs &&
              !(isLookup(window) && gone.has(one.id)),
          ),
      },
      { withExtremes: false },
    );
    const missing = 60 - idsOf(reading).length;
    expect(missing).toBeGreaterThan(3);
    expect(idsOf(reading).some((id) => gone.has(id))).toBe(false);
    expect(reading.blindSpots).toEqual([
      {
        source: "xray",
        target: "rest:orders/prod",
        code: "PARTIAL_DATA",
        hint: `${missing} of the traces that were found could not be retrieved; nothing was made of them.`,
      },
    ]);
    expect(count("BatchGetTraces")).toBeGreaterThan(12);
    expect(count("GetTraceSegmentDestination")).toBe(1);
    expect(count("StartTraceRetrieval")).toBe(0);
  });

  describe("of an account with Transaction Search", () => {
    const SPANS = { name: "aws/spans", createdMs: NOW_MS - 120 * MINUTE_MS };
    const isTransactionSearch = true;

    it("are searched in its log of spans and retrieved from there, the slow and the faulty ones too", async () => {
      const { slices, blindSpots, usd, traces: billed } = await read({ isTransactionSearch });
      expect(blindSpots).toEqual([]);
      const traces = slices[0]?.traces ?? [];
      const truth = new Map(TRACES.map((trace, index) => [trace.id, index]));
      const indexesOf = (wanted: string): number[] =>
        traces.filter(({ pick }) => pick === wanted).map(({ id }) => truth.get(id) ?? -1);
      expect(indexesOf("sample")).toHaveLength(60);
      expect(indexesOf("slow").length).toBeGreaterThan(5);
      expect(indexesOf("slow").every((index) => index % 50 === 17)).toBe(true);
      expect(indexesOf("faulty").length).toBeGreaterThan(5);
      expect(indexesOf("faulty").every((index) => index % 40 === 3)).toBe(true);
      expect(traces[0]?.spans.map(({ origin }) => origin)).toEqual(["AWS::ApiGateway::Stage", "AWS::Lambda"]);
      expect(count("GetTraceSegmentDestination")).toBe(1);
      expect(count("DescribeLogGroups")).toBe(1);
      expect(count("StartQuery")).toBeGreaterThan(6);
      expect(count("StartTraceRetrieval")).toBe(1);
      // Scanned bytes are paid for beside the traces.
      expect(usd).toBeGreaterThan(billed * 0.0000005);
    });

    it("are as many as X-Ray has indexed where the log may not be searched, and it is said", async () => {
      const faults: FaultPlan = [{ kind: "deny", service: "logs", operation: "StartQuery" }];
      const { slices, blindSpots } = await read({ isTransactionSearch }, { faults });
      expect(slices[0]?.traces.length).toBeGreaterThan(5);
      expect(slices[0]?.traces.length).toBeLessThan(40);
      expect(slices[0]?.isComplete).toBe(false);
      expect(blindSpots).toMatchObject([{ source: "xray", code: "ACCESS_DENIED" }]);
      expect(blindSpots[0]?.hint).toMatch(
        /Where Transaction Search is on, most traces are in the log group aws\/spans alone: .*StartQuery/,
      );
      // Denied once, it is not asked again.
      expect(count("StartQuery")).toBe(1);
    });

    it("are not searched for where that costs more than may be spent, or nobody knows what", async () => {
      // About 800 MB in half a minute, and 220 MB may be scanned.
      const known = { logGroups: () => [{ ...SPANS, storedBytes: 100e9 }] };
      const within = await read(
        { isTransactionSearch, ...known },
        { maxCostUsd: 0.0011, withExtremes: false },
      );
      expect(within.blindSpots).toMatchObject([{ source: "xray", code: "COST_LIMIT" }]);
      expect(within.blindSpots[0]?.hint).toContain("the limit of --max-cost is reached");
      expect(within.usd).toBeLessThanOrEqual(0.0011);
      await running?.close();
      const unknown = await read({ isTransactionSearch }, { maxCostUsd: 1, withExtremes: false });
      expect(unknown.blindSpots).toMatchObject([{ source: "xray", code: "COST_LIMIT" }]);
      expect(unknown.blindSpots[0]?.hint).toMatch(/aws\/spans alone: .*cannot be told beforehand\. Without/);
      expect(unknown.blindSpots[0]?.hint).not.toContain("is reached");
      expect(count("StartQuery")).toBe(0);
      expect(idsOf(unknown).length).toBeGreaterThan(5);
    });
  });

  it("are found by annotations where the name cannot be written in a filter, or finds nothing", async () => {
    const quoted = { ...TARGET, apiName: 'the "orders"' };
    expect(idsOf(await read({}, { target: quoted, withExtremes: false }))).toHaveLength(60);
    const asked = count("GetTraceSummaries");
    await running?.close();
    const renamed = { ...TARGET, apiName: "orders-new" };
    expect(idsOf(await read({}, { target: renamed, withExtremes: false }))).toHaveLength(60);
    // The name was tried once; what found something is asked from then on.
    expect(count("GetTraceSummaries")).toBe(asked + 1);
  });

  it("that are denied, or fail, are a blind spot and no error", async () => {
    const denied = await read({}, { faults: [{ kind: "deny", service: "xray" }] });
    expect(denied.slices).toEqual([]);
    expect(denied.blindSpots).toMatchObject([
      { source: "xray", target: "rest:orders/prod", code: "ACCESS_DENIED" },
    ]);
    expect(denied.blindSpots[0]?.hint).toContain("xray:GetTraceSummaries was denied");
    await running?.close();
    const broken = await read(
      {},
      { faults: [{ kind: "garbage", service: "xray", operation: "BatchGetTraces" }] },
    );
    expect(broken.slices).toMatchObject([{ isComplete: false, traces: [] }]);
    expect(broken.blindSpots[0]?.hint).toContain("xray:BatchGetTraces");
  });

  it("stay within what may be spent", async () => {
    const { blindSpots, usd } = await read({}, { maxCostUsd: 0.0012 });
    expect(usd).toBeLessThanOrEqual(0.0012);
    expect(usd).toBeGreaterThan(0);
    expect(blindSpots).toMatchObject([{ source: "xray", code: "COST_LIMIT" }]);
    await running?.close();
    expect(await read({}, { maxCostUsd: 0 })).toMatchObject({ usd: 0, traces: 0 });
  });

  it("of an HTTP API are those of its functions that its access log knows", async () => {
    const format = '{"id":"$context.requestId","lambda":"$context.integration.requestId"}';
    const target: Target = {
      ...TARGET,
      id: "http:h1/prod",
      kind: "http",
      apiId: "h1",
      configuration: configuration({
        routes: [
          {
            ...TARGETS[0]!.configuration!.routes[0]!,
            integration: "lambda-proxy",
            integrationTarget: "fn-orders",
          },
        ],
        accessLog: {
          destinationArn: `arn:aws:logs:${REGION}:210987654321:log-group:/aws/http-api/h1`,
          format,
        },
      }),
    };
    // The function's own segment, without a gateway in front; every third request came over the API.
    const traces = TRACES.map((trace): Trace => ({
      ...trace,
      segments: trace.segments
        .slice(1)
        .map(({ parent_id: _gone, ...own }) => ({ ...own, origin: "AWS::Lambda::Function" })),
    }));
    const ofApi = TRACES.flatMap((trace, index) => (index % 3 === 0 ? [{ trace, index }] : []));
    const account: Partial<Account> = {
      traces: (window) => traces.filter((one) => one.startMs >= window.startMs && one.startMs < window.endMs),
      logGroups: () => [{ name: "/aws/http-api/h1", createdMs: NOW_MS - 99 * MINUTE_MS }],
      logEvents: (_group, window) =>
        ofApi
          .filter(({ trace }) => trace.startMs >= window.startMs && trace.startMs < window.endMs)
          .map(({ trace, index }) => ({
            eventId: `e${index}`,
            streamName: "s",
            timestampMs: trace.startMs + 90,
            message: `{"id":"x${index}","lambda":"${requestIdOf(index)}"}`,
          })),
    };
    const reading = await read(account, { target, withExtremes: false });
    const wanted = new Set(ofApi.map(({ trace }) => trace.id));
    expect(idsOf(reading).length).toBeGreaterThan(12);
    expect(idsOf(reading).length).toBeLessThan(40);
    expect(idsOf(reading).every((id) => wanted.has(id))).toBe(true);
    await running?.close();
    const mute = {
      ...target.configuration!,
      accessLog: { ...target.configuration!.accessLog!, format: "$context.requestId" },
    };
    const without = await read(account, { target: { ...target, configuration: mute }, withExtremes: false });
    expect(without.slices).toEqual([]);
    expect(without.blindSpots).toMatchObject([{ code: "NOT_CONFIGURED" }]);
  });
});

describe("traces of a canary", () => {
  it("are told from the base's by the log group that it writes besides", async () => {
    const group = "/aws/apigateway/orders";
    const target: Target = {
      ...TARGET,
      configuration: configuration({
        tracing: true,
        canary: { percentTraffic: 25, deploymentId: "dep002" },
        accessLog: {
          destinationArn: `arn:aws:logs:${REGION}:210987654321:log-group:${group}`,
          format: "$context.requestId $context.status",
        },
      }),
    };
    const ofCanary = TRACES.flatMap((trace, index) => (index % 4 === 0 ? [{ trace, index }] : []));
    const withIds = TRACES.map((trace, index): Trace => {
      const [stage = {}, ...others] = trace.segments;
      const gateway = { rest_api_id: "abc123def4", request_id: requestIdOf(index + 5_000) };
      return { ...trace, segments: [{ ...stage, aws: { api_gateway: gateway } }, ...others] };
    });
    const reading = await read(
      {
        traces: (window) =>
          withIds.filter((one) => one.startMs >= window.startMs && one.startMs < window.endMs),
        logGroups: () =>
          [group, `${group}/Canary`].map((name) => ({ name, createdMs: NOW_MS - 99 * MINUTE_MS })),
        logEvents: (name, window) =>
          ofCanary
            .filter(
              ({ trace }) =>
                name.endsWith("/Canary") && trace.startMs >= window.startMs && trace.startMs < window.endMs,
            )
            .map(({ trace, index }) => ({
              eventId: `e${index}`,
              streamName: "s",
              timestampMs: trace.startMs,
              message: `${requestIdOf(index + 5_000)} 200`,
            })),
      },
      { target, withExtremes: false },
    );
    const wanted = new Set(ofCanary.map(({ trace }) => trace.id));
    const traces = reading.slices[0]?.traces ?? [];
    expect(traces.filter(({ isCanary }) => isCanary === true).length).toBeGreaterThan(7);
    for (const { id, isCanary } of traces) expect(isCanary).toBe(wanted.has(id));
  });
});

describe("gatewatch traces on an account", () => {
  it("prints the steps, and the price", async () => {
    running = await startLoopback(literalAccount({ traces: TRACES }));
    const argv = [
      "traces",
      "--region",
      REGION,
      "--endpoint-url",
      running.url,
      "--api",
      "orders",
      "--max-traces",
      "30",
      "--quiet",
    ];
    const { code, stdout, stderr } = await runCli(argv, { now: () => NOW_MS });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^rest:orders\/prod {2}30 of /m);
    expect(stdout).toMatch(/^X-Ray looked at [\d.k]+ traces: \$/m);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("without a trace ends with 3 and says what to do", async () => {
    running = await startLoopback(literalAccount({}));
    const argv = [
      "traces",
      "--region",
      REGION,
      "--endpoint-url",
      running.url,
      "--api",
      "orders",
      "--max-traces",
      "30",
      "--quiet",
    ];
    const { code, stderr } = await runCli(argv, { now: () => NOW_MS });
    expect(code).toBe(3);
    expect(stderr).toMatch(/no traces were found/);
    expect(stderr).toMatch(/Look further back/);
  });
});
