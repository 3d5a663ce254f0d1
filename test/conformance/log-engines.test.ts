import { describe, expect, it } from "vitest";

import type { LogRequest } from "../../src/collectors/logs/log-request.ts";
import { queryInsights } from "../../src/collectors/logs/insights/query-insights.ts";
import { createRandom } from "../../src/core/random.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { demoPlan } from "../../src/simulate/demo-account.ts";
import { parseDimension } from "../../src/logs/filter/dimensions.ts";
import { parseFilter } from "../../src/logs/filter/parse-filter.ts";
import { compileFormat } from "../../src/logs/layout/compile-format.ts";
import { learnLayout } from "../../src/logs/layout/learn-layout.ts";
import { toLogReport } from "../../src/logs/to-log-report.ts";
import type { LatencyPercentiles, LogGroup, LogReport } from "../../src/model/log-report.ts";
import { FORMATS_IN_USE } from "../support/formats-in-use.ts";
import { inProcess } from "../support/insights-in-process.ts";
import { HOUR, logRequest, START_MS, toEvents } from "../support/insights-log.ts";
import { randomRequest, writeLine } from "../support/random-request.ts";
import { scanLog } from "../support/scan-log.ts";

const LINES = 42;

/** Everything that the engine has a use for, with keys that need care. */
const FULL = JSON.stringify({
  requestId: "$context.requestId",
  requestTimeEpoch: "$context.requestTimeEpoch",
  "identity.source-ip": "$context.identity.sourceIp",
  agent: { "user.agent": "$context.identity.userAgent" },
  "api-key": "$context.identity.apiKeyId",
  httpMethod: "$context.httpMethod",
  resource_path: "$context.resourcePath",
  'key with "quotes" and {braces}': "$context.status",
  responseLatency: "$context.responseLatency",
  integration: { latency: "$context.integration.latency", error: "$context.integration.error" },
  "waf-latency": "$context.waf.latency",
  authorizerLatency: "$context.authorizer.latency",
  responseLength: "$context.responseLength",
  "error.responseType": "$context.error.responseType",
  "error.message": "$context.error.message",
});

/** One of each kind: flat JSON, which is most of them, is asked for alike whatever its keys are. */
const KINDS =
  /^(1 |2 REST CLF|3 REST XML|4 HTTP CLF with|5 WebSocket CLF|7 |8 |9 |11 |12 |13 |15 nested|16 the request)/;

const CASES = [
  ...FORMATS_IN_USE.filter(({ name }) => KINDS.test(name)).map(({ name, format, kind }) => ({
    name,
    format,
    kind,
  })),
  { name: "all fields under hostile keys", format: FULL, kind: "rest" as const },
];

const LOGS = CASES.map(({ format, kind }, number) => {
  const random = createRandom(1_000 + number);
  return Array.from({ length: LINES }, (_, at) => {
    // Whole seconds, as the lines have them, and some beyond the window's ends.
    const timeMs = START_MS + (at - 3) * 75_000;
    // A line in forty is none.
    const line = at % 40 === 17 ? `unrelated ${number} text` : undefined;
    return { timeMs, line: line ?? writeLine(format, randomRequest(random, timeMs, kind)) };
  });
});
const GROUPS = CASES.map((_, number) => `/aws/apigateway/case-${number}`);

const { access, asked } = inProcess(
  Object.fromEntries(LOGS.map((lines, at) => [GROUPS[at]!, toEvents(lines)] as const)),
);

type Asked = Partial<Pick<LogRequest, "by" | "filter" | "format">>;

async function bothReports(number: number, change: Asked): Promise<[LogReport, LogReport]> {
  const request = logRequest(GROUPS[number]!, change);
  const inWindow = LOGS[number]!.filter(({ timeMs }) => timeMs >= HOUR.startMs && timeMs < HOUR.endMs);
  expect(inWindow.length).toBeGreaterThan(35);
  const log = inWindow.map(({ line }) => `${line}\n`).join("");
  const layout = request.format === undefined ? learnLayout(log) : compileFormat(request.format);
  const aggregates = scanLog(log, { layout, by: request.by, filter: request.filter });
  const local = toLogReport({ aggregates, problems: [], descriptions: [] }, request.by);
  return [local, await queryInsights(request, access)];
}

/** All that is a count; nothing that is a percentile. */
function counts(report: LogReport): { readonly top: LogReport["top"] } & Readonly<Record<string, unknown>> {
  const of = ({
    requests,
    errors4xx,
    errors5xx,
    throttled,
    quotaExceeded,
    ...rest
  }: Omit<LogGroup, "key">) => {
    const { gatewayErrors, bytes, statuses, responseTypes } = rest;
    return [
      requests,
      errors4xx,
      errors5xx,
      throttled,
      quotaExceeded,
      gatewayErrors,
      bytes,
      statuses,
      responseTypes,
    ];
  };
  return {
    requests: report.requests,
    total: of(report.total),
    groups: report.groups
      .map((group) => [JSON.stringify(group.key), of(group)] as const)
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
    top: report.top,
  };
}

const minutes = ({ minutes: found }: LogReport): unknown =>
  found.map(({ start, requests, errors4xx, errors5xx, throttled }) => [
    start,
    requests,
    errors4xx,
    errors5xx,
    throttled,
  ]);

const PHASES = [
  "latencyMs",
  "integrationLatencyMs",
  "overheadMs",
  "authorizerLatencyMs",
  "authorizeLatencyMs",
  "authenticateLatencyMs",
  "wafLatencyMs",
] as const;

/** The histogram is within 0.4 % of the nearest rank, which the loopback gives. */
function expectClose(local: LatencyPercentiles, insights: LatencyPercentiles): number {
  let compared = 0;
  for (const name of ["p50", "p90", "p99"] as const) {
    const [left, right] = [local[name], insights[name]];
    expect(right === null).toBe(left === null);
    if (left === null || right === null) continue;
    expect(Math.abs(left - right)).toBeLessThanOrEqual(0.5 + 0.005 * right);
    compared += 1;
  }
  return compared;
}

function expectLatencies(local: LogReport, insights: LogReport): number {
  const byKey = new Map(insights.groups.map((group) => [JSON.stringify(group.key), group]));
  const pairs: [Omit<LogGroup, "key">, Omit<LogGroup, "key"> | undefined][] = [
    [local.total, insights.total],
    ...local.groups.map(
      (group) => [group, byKey.get(JSON.stringify(group.key))] as [LogGroup, LogGroup | undefined],
    ),
  ];
  let compared = 0;
  for (const [left, right] of pairs)
    for (const phase of PHASES) compared += expectClose(left[phase], right![phase]);
  return compared;
}

describe.each(CASES.map((one, number) => ({ ...one, number })))("$name", ({ format, number }) => {
  it("counts the same as the engine that reads the lines", async () => {
    const [local, insights] = await bothReports(number, { format });
    expect(local.requests).toBeGreaterThan(35);
    expect(counts(insights)).toEqual(counts(local));
    // Without a status at all any line can be a request: the request id alone.
    expect(insights.unparsed).toBe(local.unparsed);
    const isTimed = local.untimed < local.requests;
    if (isTimed) expect(minutes(insights)).toEqual(minutes(local));
    const isMeasured = /atency/.test(format);
    expect(expectLatencies(local, insights) > 0).toBe(isMeasured);
  });
});

const ALL_FIELDS = CASES.length - 1;

describe("questions", () => {
  it.for([["user-agent"], ["error"], ["route", "status"], ["api-key", "type"]])(
    "groups by %s",
    async (names) => {
      const by = names.map((name) => parseDimension(name)!);
      const [local, insights] = await bothReports(ALL_FIELDS, { format: FULL, by });
      expect(local.groups.length).toBeGreaterThan(3);
      expect(counts(insights)).toEqual(counts(local));
    },
  );

  it.for([
    "status!=200 && route~/orders/",
    'route=="" || route!~/[a-z]+$/',
    "api-key!=007",
    'api-key==""',
    'error-message~"4[0-9]{2}"',
    "latency>100 || latency<10",
    "waf-latency<-1 || authorizer-latency!=12",
    "stage!=prod && status<400",
    String.raw`route~/\/it's "odd"/`,
    "route=='GET /it`s'",
  ])("filters by %s", async (source) => {
    const filter = parseFilter(source);
    const [local, insights] = await bothReports(ALL_FIELDS, { format: FULL, filter });
    expect(counts(insights)).toEqual(counts(local));
    expect(insights.filtered + insights.requests).toBeLessThanOrEqual(LINES);
  });
});

it("asks queries of at most 10,000 characters", () => {
  expect(asked.length).toBeGreaterThan(60);
  expect(Math.max(...asked.map(({ length }) => length))).toBeLessThanOrEqual(10_000);
});

it("learns the keys from the lines where no Format is given", async () => {
  const number = CASES.findIndex(({ name }) => name === "15 nested by topic");
  const [local, insights] = await bothReports(number, {});
  expect(local.requests).toBeGreaterThan(35);
  expect(counts(insights)).toEqual(counts(local));
});

function first<T>(items: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  for (const item of items) {
    found.push(item);
    if (found.length === most) break;
  }
  return found;
}

describe("the demo account's access logs", () => {
  const plan = demoPlan(11);
  const account = createAccount(plan);
  const window = { startMs: plan.nowMs - 22 * 60_000, endMs: plan.nowMs - 20 * 60_000 };
  /** One of each flavour: the others differ in their traffic alone. */
  const chosen = ["rest", "http", "websocket"].flatMap((kind) => {
    for (const { id, configuration } of account.targets) {
      const log = configuration?.accessLog;
      if (!id.startsWith(kind) || !log) continue;
      const group = log.destinationArn.replace(/^.*:log-group:/, "").replace(/:\*$/, "");
      const events = first(account.logEvents(group, window), 40);
      if (events.length > 10) return [{ id, format: log.format, events }];
    }
    return [];
  });

  it("are there, of every flavour", () => {
    expect(chosen).toHaveLength(3);
  });

  it.each(chosen)("of $id", async ({ format, events }) => {
    const demo = inProcess({ group: events });
    const request = logRequest("group", { format, window });
    const log = events.map(({ message }) => `${message}\n`).join("");
    const aggregates = scanLog(log, { layout: compileFormat(format) });
    const local = toLogReport({ aggregates, problems: [], descriptions: [] }, request.by);
    const insights = await queryInsights(request, demo.access);
    const { top: localTop, ...localCounts } = counts(local);
    const { top: insightsTop, ...insightsCounts } = counts(insights);
    expect(insightsCounts).toEqual(localCounts);
    // Of texts that are equally frequent either engine may name others.
    const sizes = (top: LogReport["top"]): number[][] =>
      Object.values(top).map((entries) => entries.map(({ requests }) => requests));
    expect(sizes(insightsTop)).toEqual(sizes(localTop));
  });
});
