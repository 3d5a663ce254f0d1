import type { MetricKey } from "../../../src/model/metric-key.ts";
import { describe, expect, test } from "vitest";

import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import { SIMULATE_NOW_MS, simulatePlan, simulateRoute, simulateStage } from "../../support/simulate-plan.ts";

const LAST_HOURS = { startMs: SIMULATE_NOW_MS - 3 * HOUR_MS, endMs: SIMULATE_NOW_MS };
const OLD_HOURS = {
  startMs: SIMULATE_NOW_MS - 5 * DAY_MS,
  endMs: SIMULATE_NOW_MS - 5 * DAY_MS + 2 * HOUR_MS,
};
const ROUTES = [
  simulateRoute({ key: "GET /things", weight: 0.66 }),
  simulateRoute({ key: "POST /things", weight: 0.34, serverErrorRatio: 0.05 }),
];
const detailed = simulateStage({ routes: ROUTES, detailedMetrics: true, cacheSizeGb: "0.5" });
const quiet = simulateStage({
  kind: "http",
  apiId: "quiet12345",
  traffic: { requestsPerMinute: 0.05, dailySwing: 0, weekendDip: 0, peakHour: 0, burstiness: 0 },
});
const dev = simulateStage({ stage: "dev", traffic: { ...detailed.traffic, requestsPerMinute: 20 } });
const PLAN = simulatePlan([detailed, dev, quiet]);
const key = (metric: string, dimensions: MetricKey["dimensions"]): MetricKey => ({
  namespace: "AWS/ApiGateway",
  metric,
  dimensions,
});
const STAGE = { ApiName: "things", Stage: "prod" };

describe.each([
  ["the last hours", LAST_HOURS],
  ["five days ago", OLD_HOURS],
])("datapoints of %s", (_, window) => {
  const account = createAccount(PLAN);

  test.each(["Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"])(
    "%s: minutes add up to five minutes and hours",
    (metric) => {
      for (const stat of ["Sum", "SampleCount"]) {
        const [minutes, fives, hours] = [60, 300, 3_600].map((period) =>
          account.query(key(metric, STAGE), stat, period, window),
        );
        expect(minutes!.length).toBeGreaterThan(100);
        const sum = (points: typeof minutes, startMs: number, lengthMs: number): number =>
          points!
            .filter(({ timeMs }) => timeMs >= startMs && timeMs < startMs + lengthMs)
            .reduce((total, { value }) => total + value, 0);
        for (const { timeMs, value } of fives!) expect(sum(minutes, timeMs, 300_000)).toBeCloseTo(value, 3);
        for (const { timeMs, value } of hours!) expect(sum(fives, timeMs, HOUR_MS)).toBeCloseTo(value, 3);
        expect(hours!.length).toBe((window.endMs - window.startMs) / HOUR_MS);
      }
    },
  );

  test("the stage is the sum of its routes, the API that of its stages", () => {
    const sum = (dimensions: MetricKey["dimensions"], metric: string): number =>
      account
        .query(key(metric, dimensions), "Sum", 300, window)
        .reduce((total, { value }) => total + value, 0);
    for (const metric of ["Count", "5XXError", "IntegrationLatency"]) {
      const stage = sum(STAGE, metric);
      const routes =
        sum({ ...STAGE, Resource: "/things", Method: "GET" }, metric) +
        sum({ ...STAGE, Resource: "/things", Method: "POST" }, metric);
      expect(stage).toBeGreaterThan(0);
      expect(routes).toBeCloseTo(stage, 4);
      expect(sum({ ApiName: "things", Stage: "dev" }, metric) + stage).toBeCloseTo(
        sum({ ApiName: "things" }, metric),
        4,
      );
    }
  });

  test("percentiles lie between least and greatest, in order", () => {
    const of = (stat: string) => account.query(key("Latency", STAGE), stat, 300, window);
    const [least, p50, p90, p99, greatest] = ["Minimum", "p50", "p90", "p99", "Maximum"].map(of);
    expect(p50!.length).toBeGreaterThan(20);
    p50!.forEach(({ value }, index) => {
      const row = [
        least![index]!.value,
        value,
        p90![index]!.value,
        p99![index]!.value,
        greatest![index]!.value,
      ];
      expect(row).toEqual([...row].sort((a, b) => a - b));
    });
  });
});

describe("an account", () => {
  test("answers the same whatever was asked before", () => {
    const ask = (account: ReturnType<typeof createAccount>, window: typeof LAST_HOURS, period: number) =>
      account.query(key("Latency", STAGE), "p90", period, window);
    const [first, second] = [createAccount(PLAN), createAccount(PLAN)];
    const old = ask(first, OLD_HOURS, 300);
    const recent = ask(first, LAST_HOURS, 60);
    expect(ask(second, LAST_HOURS, 60)).toEqual(recent);
    ask(second, OLD_HOURS, 60);
    expect(ask(second, OLD_HOURS, 300)).toEqual(old);
    expect(ask(createAccount({ ...PLAN, seed: 18 }), OLD_HOURS, 300)).not.toEqual(old);
  });

  test("another stage changes nothing for the first", () => {
    const alone = createAccount(simulatePlan([detailed]));
    const together = createAccount(PLAN);
    const ask = (account: typeof alone) => account.query(key("Count", STAGE), "Sum", 60, LAST_HOURS);
    expect(ask(alone)).toEqual(ask(together));
  });

  test("no traffic is no datapoint, for any metric; with traffic error metrics are zero", () => {
    const account = createAccount(PLAN);
    const dimensions = account.targets[2]!.dimensions;
    const counts = account.query(key("Count", dimensions), "Sum", 60, LAST_HOURS);
    const errors = account.query(key("5xx", dimensions), "Average", 60, LAST_HOURS);
    expect(counts.length).toBeGreaterThan(0);
    expect(counts.length).toBeLessThan(40);
    expect(errors.map(({ timeMs }) => timeMs)).toEqual(counts.map(({ timeMs }) => timeMs));
    expect(counts.every(({ value }) => value >= 1)).toBe(true);
    expect(errors.some(({ value }) => value === 0)).toBe(true);
  });

  test("nothing is later than now, and windows are half-open", () => {
    const account = createAccount(PLAN);
    const points = account.query(key("Count", STAGE), "Sum", 60, {
      startMs: SIMULATE_NOW_MS - 2 * MINUTE_MS,
      endMs: SIMULATE_NOW_MS + HOUR_MS,
    });
    expect(points.map(({ timeMs }) => SIMULATE_NOW_MS - timeMs)).toEqual([2 * MINUTE_MS, MINUTE_MS]);
  });

  test.each([
    ["an unknown metric", "Counts", STAGE, "Sum", 60],
    ["an unknown stage", "Count", { ApiName: "things", Stage: "beta" }, "Sum", 60],
    ["a dimension set that does not exist", "Count", { Stage: "prod" }, "Sum", 60],
    ["a period below a minute", "Count", STAGE, "Sum", 30],
    ["a percentile of a count", "Count", STAGE, "p99", 60],
    ["a statistic that is none", "Latency", STAGE, "p101", 60],
  ])("%s has no datapoints", (_, metric, dimensions, stat, period) => {
    expect(createAccount(PLAN).query(key(metric, dimensions), stat, period, LAST_HOURS)).toEqual([]);
  });

  test("lists what has data: API, stage, and routes where they are measured", () => {
    const listed = createAccount(PLAN).metrics();
    const levels = new Map<string, number>();
    for (const { dimensions } of listed) {
      const name = Object.keys(dimensions).join("+");
      levels.set(name, (levels.get(name) ?? 0) + 1);
    }
    // REST has seven metrics, two of them of a cache; HTTP six. Only one of three stages measures routes.
    expect(Object.fromEntries(levels)).toEqual({
      ApiName: 7,
      "ApiName+Stage": 7 + 5,
      "ApiName+Stage+Resource+Method": 14,
      ApiId: 6,
      "ApiId+Stage": 6,
    });
    expect(
      listed
        .filter(({ dimensions }) => dimensions["Stage"] === "prod")
        .every(({ newestMs }) => newestMs < SIMULATE_NOW_MS),
    ).toBe(true);
    expect(listed.find(({ dimensions }) => dimensions["Method"] === "GET")?.newestMs).toBe(
      SIMULATE_NOW_MS - MINUTE_MS,
    );
  });

  test("a route of a REST API whose name is not ASCII is keyed by what is left", () => {
    const account = createAccount(simulatePlan([simulateStage({ apiName: "Gerät" })]));
    expect(account.targets[0]).toMatchObject({
      id: "rest:Gert/prod",
      apiName: "Gerät",
      dimensions: { ApiName: "Gert", Stage: "prod" },
    });
    expect(account.query(key("Count", { ApiName: "Gert" }), "Sum", 300, LAST_HOURS).length).toBe(36);
  });
});

describe("where single requests come first", () => {
  const window = { startMs: SIMULATE_NOW_MS - 40 * MINUTE_MS, endMs: SIMULATE_NOW_MS - 10 * MINUTE_MS };
  const stage = simulateStage({
    routes: ROUTES,
    detailedMetrics: true,
    requestWindow: window,
    accessLogFormat: "$context.requestId $context.status $context.resourcePath",
    executionLogLevel: "INFO",
    tracing: true,
    canaryPercent: 12,
  });
  const account = createAccount(simulatePlan([stage]));
  const requests = [...account.requests("rest:things/prod", window)];

  test("they lie in the window, ascending, each with ids of its own", () => {
    expect(requests.length).toBeGreaterThan(5_000);
    expect(requests.every(({ timeMs }) => timeMs >= window.startMs && timeMs < window.endMs)).toBe(true);
    const times = requests.map(({ timeMs }) => timeMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(requests.length);
    for (const { requestId, extendedRequestId } of requests.slice(0, 200)) {
      expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(extendedRequestId).toMatch(/^[\w-]{15}=$/);
    }
  });

  test("datapoints are their sums, minute by minute", () => {
    const minutes = account.query(key("Count", STAGE), "Sum", 60, window);
    expect(minutes).toHaveLength(30);
    for (const { timeMs, value } of minutes) {
      const own = requests.filter(
        (request) => request.timeMs >= timeMs && request.timeMs < timeMs + MINUTE_MS,
      );
      expect(own.length).toBe(value);
      const at = { startMs: timeMs, endMs: timeMs + MINUTE_MS };
      const one = (metric: string, stat: string) => account.query(key(metric, STAGE), stat, 60, at)[0]?.value;
      const integration = own.flatMap(({ integrationLatencyMs }) => integrationLatencyMs ?? []);
      expect(one("5XXError", "Sum")).toBe(own.filter(({ outcome }) => outcome.status >= 500).length);
      expect(one("Latency", "Sum")).toBe(own.reduce((sum, { latencyMs }) => sum + latencyMs, 0));
      expect(one("IntegrationLatency", "SampleCount")).toBe(integration.length);
      expect(one("IntegrationLatency", "Maximum")).toBe(Math.max(...integration));
    }
  });

  test("every request writes one access-log line, a canary's a second one to its own group", () => {
    const group = account.logGroups()[0]!.name;
    const lines = [...account.logEvents(group, window)];
    expect(lines.map(({ message }) => message.split(" ")[0])).toEqual(
      requests.map(({ requestId }) => requestId),
    );
    const canary = [...account.logEvents(`${group}/Canary`, window)];
    expect(canary.length).toBe(requests.filter(({ outcome }) => outcome.canary).length);
    expect(canary.length).toBeGreaterThan(0);
    expect(new Set(lines.map(({ eventId }) => eventId)).size).toBe(lines.length);
  });

  test("execution logs and traces tell of the same requests", () => {
    expect(account.logGroups().map(({ name }) => name)).toContain(
      "API-Gateway-Execution-Logs_abc123def4/prod",
    );
    const short = { startMs: window.startMs, endMs: window.startMs + 5_000 };
    const ids = new Set(requests.map(({ requestId }) => requestId));
    const events = [...account.logEvents("API-Gateway-Execution-Logs_abc123def4/prod", short)];
    expect(events.length).toBeGreaterThan(10);
    for (const { message } of events) expect(ids.has(/^\(([^)]+)\)/.exec(message)?.[1] ?? "")).toBe(true);
    const traces = [...account.traces(window)];
    expect(traces.length).toBeGreaterThan(1_000);
    expect(traces.length).toBeLessThan(requests.length);
    expect(new Set(traces.map(({ id }) => id)).size).toBe(traces.length);
  });

  test.each([
    ["without limits", stage.limits],
    // Below the traffic, so that what a bucket holds depends on what came before.
    ["with a stage limit", { ...stage.limits, stage: { rateLimit: 3, burstLimit: 40 } }],
    ["with a quota", { ...stage.limits, usagePlan: { rateLimit: 90, burstLimit: 95, quotaPerDay: 60_000 } }],
  ])("a part of the window has the same requests as the whole has there, %s", (_, limits) => {
    const limited = createAccount(simulatePlan([{ ...stage, limits }]));
    const part = { startMs: window.startMs + 17.3 * MINUTE_MS, endMs: window.startMs + 19.8 * MINUTE_MS };
    const own = [...limited.requests("rest:things/prod", window)].filter(
      ({ timeMs }) => timeMs >= part.startMs && timeMs < part.endMs,
    );
    expect(own.length).toBeGreaterThan(200);
    expect([...limited.requests("rest:things/prod", part)]).toEqual(own);
    // Datapoints are made of the same requests, which are not drawn once more then.
    expect(limited.metrics().length).toBeGreaterThan(0);
    expect([...limited.requests("rest:things/prod", part)]).toEqual(own);
  });

  test("of what does not exist there are none", () => {
    expect([
      ...account.requests("rest:things/prod", { startMs: 0, endMs: SIMULATE_NOW_MS - DAY_MS }),
    ]).toEqual([]);
    expect([...account.requests("rest:nothing/prod", LAST_HOURS)]).toEqual([]);
    expect([...account.logEvents("no-such-group", LAST_HOURS)]).toEqual([]);
  });
});

describe("where datapoints come first, single requests fit them", () => {
  const startMs = SIMULATE_NOW_MS - 50 * MINUTE_MS;
  const incident = {
    target: "rest:things/prod",
    route: null,
    startMs,
    endMs: startMs + 20 * MINUTE_MS,
  };
  const stage = simulateStage({ routes: ROUTES, detailedMetrics: true, accessLogFormat: "$context.status" });
  const accountWith = (name: string, magnitude: number, change = {}) => {
    const plan = simulatePlan([{ ...stage, ...change }]);
    return createAccount({ ...plan, incidents: [{ ...incident, name, magnitude }] });
  };

  test.each([
    ["a minute of the incident", "integration-errors-after-deployment", 0.21, startMs + 3 * MINUTE_MS],
    ["throttling", "stage-throttling", 0.37, startMs + 7 * MINUTE_MS],
    ["unknown routes", "unknown-route-scan", 0.44, startMs + 5 * MINUTE_MS],
    // Beyond the last three hours datapoints are drawn by five minutes and dealt to their minutes.
    ["an older minute", "cache-collapse", 0.5, SIMULATE_NOW_MS - 6 * HOUR_MS - 2 * MINUTE_MS],
  ])("%s", (_, name, magnitude, timeMs) => {
    const account = accountWith(name, magnitude);
    const minute = { startMs: timeMs, endMs: timeMs + MINUTE_MS };
    const requests = [...account.requests("rest:things/prod", minute)];
    expect(requests.length).toBeGreaterThan(100);
    const sum = (metric: string, dimensions: MetricKey["dimensions"] = STAGE) =>
      account.query(key(metric, dimensions), "Sum", 60, minute)[0]?.value;
    const count = (matches: (request: (typeof requests)[number]) => boolean) =>
      requests.filter(matches).length;
    expect(requests.length).toBe(sum("Count"));
    expect(count(({ outcome }) => outcome.status >= 500)).toBe(sum("5XXError"));
    expect(count(({ outcome }) => outcome.status >= 400 && outcome.status < 500)).toBe(sum("4XXError"));
    expect(count(({ route, outcome }) => route === "GET /things" && outcome.unrouted !== true)).toBe(
      sum("Count", { ...STAGE, Resource: "/things", Method: "GET" }),
    );
    // Two halves, whatever was asked before, are the whole.
    const middleMs = timeMs + 23_450;
    const again = accountWith(name, magnitude);
    const second = [...again.requests("rest:things/prod", { ...minute, startMs: middleMs })];
    const first = [...again.requests("rest:things/prod", { ...minute, endMs: middleMs })];
    expect([...first, ...second]).toEqual(requests);
    expect(requests.every((one, index) => one.timeMs >= (requests[index - 1]?.timeMs ?? timeMs))).toBe(true);
  });

  test("a latency is as long as its datapoints are", () => {
    const account = accountWith("backend-slowdown-step", 2.3);
    const window = { startMs, endMs: startMs + 10 * MINUTE_MS };
    const times = [...account.requests("rest:things/prod", window)]
      .map(({ latencyMs }) => latencyMs)
      .sort((a, b) => a - b);
    const value = account.query(key("Latency", STAGE), "p50", 600, window)[0]?.value ?? 0;
    expect(Math.abs((times[Math.floor(times.length / 2)] ?? 0) / value - 1)).toBeLessThan(0.08);
  });

  test("who is throttled is whom the usage plan turned away", () => {
    const account = accountWith("usage-plan-throttling", 0.35);
    const requests = [
      ...account.requests("rest:things/prod", { startMs: startMs + 60_000, endMs: startMs + 240_000 }),
    ];
    const throttled = requests.filter(({ outcome }) => outcome.responseType === "THROTTLED");
    const busiest = [...stage.clients].sort((a, b) => b.share - a.share)[0]?.apiKeyId;
    expect(throttled.length).toBeGreaterThan(30);
    const shareOf = (list: typeof requests) =>
      list.filter(({ apiKeyId }) => apiKeyId === busiest).length / list.length;
    // The hour is busier than the mean, so the other key is over the limit too, by less.
    expect(shareOf(throttled)).toBeGreaterThan(shareOf(requests) + 0.05);
    const share = stage.clients.find(({ apiKeyId }) => apiKeyId === busiest)?.share ?? 0;
    expect(Math.abs(shareOf(requests) - share)).toBeLessThan(0.05);
  });
});
