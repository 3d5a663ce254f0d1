import { describe, expect, test } from "vitest";

import { HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import { demoPlan } from "../../../src/simulate/demo-account.ts";

const SEED = 3;
const plan = demoPlan(SEED);
const account = createAccount(plan);
const healthy = createAccount({ ...plan, incidents: [] });
const WINDOW = { startMs: plan.nowMs - 3 * HOUR_MS, endMs: plan.nowMs };

/** One number for a stretch of one target. */
function over(
  of: typeof account,
  target: string,
  metric: string,
  stat: string,
  window: typeof WINDOW,
  route?: { readonly Resource: string; readonly Method: string },
): number {
  const dimensions = { ...of.targets.find(({ id }) => id === target)?.dimensions, ...route };
  const points = of.query({ namespace: "AWS/ApiGateway", metric, dimensions }, stat, 60, window);
  const sum = points.reduce((total, { value }) => total + value, 0);
  return stat === "Sum" || stat === "SampleCount" ? sum : sum / points.length;
}

const truthOf = (incident: string) => {
  const truth = account.truths.find((one) => one.incident === incident);
  if (truth === undefined) throw new Error(`the demo plants no ${incident}`);
  const window = { startMs: truth.firstEffectMs!, endMs: Math.min(truth.endMs, plan.nowMs) };
  return { ...truth, window };
};
const ratio = (of: typeof account, target: string, error: string, count: string, window: typeof WINDOW) =>
  over(of, target, error, "Sum", window) / over(of, target, count, "Sum", window);

test("every incident is on a target of its own, and its effect begins within minutes of its start", () => {
  expect(account.truths).toHaveLength(8);
  expect(new Set(account.truths.map(({ target }) => target)).size).toBe(8);
  for (const { target, startMs, firstEffectMs } of account.truths) {
    expect(account.targets.map(({ id }) => id)).toContain(target);
    expect(firstEffectMs).not.toBeNull();
    expect(firstEffectMs! - startMs).toBeGreaterThanOrEqual(0);
    // At a dozen requests an hour the first of them may be long in coming.
    expect(firstEffectMs! - startMs).toBeLessThan(
      (target === "rest:partner-invoices/prod" ? 30 : 2) * MINUTE_MS,
    );
  }
});

/** Incidents begin in the last hundred minutes. */
const STRETCH = { startMs: plan.nowMs - 110 * MINUTE_MS, endMs: plan.nowMs };

test("what is not planted on is bit for bit what it is without incidents, and so is the time before", () => {
  const struck = new Map(account.truths.map((truth) => [truth.target, truth]));
  for (const { id, kind, dimensions } of account.targets) {
    const metric = kind === "websocket" ? "IntegrationLatency" : "Latency";
    const endMs = struck.get(id)?.startMs ?? plan.nowMs;
    const [with_, without] = [account, healthy].map((of) =>
      of.query({ namespace: "AWS/ApiGateway", metric, dimensions }, "p90", 60, { ...STRETCH, endMs }),
    );
    expect(with_!.length).toBeGreaterThan(0);
    expect(with_).toEqual(without);
  }
});

describe("the planted incidents show where and as their truths say", () => {
  test("server errors of one route, more than two percentage points", () => {
    const { target, window, route } = truthOf("integration-errors-after-deployment");
    expect(route).toBe("POST /orders");
    const at = { Resource: "/orders", Method: "POST" };
    const rise = (window_: typeof WINDOW) =>
      over(account, target, "5XXError", "Average", window_, at) -
      over(healthy, target, "5XXError", "Average", window_, at);
    expect(rise(window)).toBeGreaterThan(0.03);
    expect(Math.abs(rise({ startMs: window.endMs, endMs: plan.nowMs }))).toBeLessThan(0.005);
    const other = { Resource: "/orders/{orderId}", Method: "GET" };
    expect(over(account, target, "5XXError", "Average", window, other)).toBeLessThan(0.005);
    const [newest] = account.targets.find(({ id }) => id === target)!.configuration!.deployments;
    expect(window.startMs - newest!.createdMs).toBeGreaterThan(0);
    expect(window.startMs - newest!.createdMs).toBeLessThan(5 * MINUTE_MS);
  });

  test("integration latency steps up by half", () => {
    const { target, window } = truthOf("backend-slowdown-step");
    for (const stat of ["p50", "p90"]) {
      const factor =
        over(account, target, "IntegrationLatency", stat, window) /
        over(healthy, target, "IntegrationLatency", stat, window);
      expect(Math.abs(factor - 1.5)).toBeLessThan(0.1);
    }
  });

  test("only the tail slows down", () => {
    const { target, window } = truthOf("backend-slowdown-tail");
    const factor = (stat: string): number =>
      over(account, target, "IntegrationLatency", stat, window) /
      over(healthy, target, "IntegrationLatency", stat, window);
    expect(factor("p50")).toBeLessThan(1.08);
    expect(factor("p99")).toBeGreaterThan(1.8);
  });

  test("the cache collapses", () => {
    const { target, window } = truthOf("cache-collapse");
    const hits = (of: typeof account) => ratio(of, target, "CacheHitCount", "Count", window);
    expect(hits(healthy)).toBeGreaterThan(0.75);
    expect(hits(account)).toBeLessThan(0.25);
  });

  test("the gateway's side slows down, the integration does not", () => {
    const { target, window } = truthOf("authorizer-slowdown");
    const rise = (metric: string): number =>
      over(account, target, metric, "Average", window) - over(healthy, target, metric, "Average", window);
    expect(rise("Latency")).toBeGreaterThan(140);
    expect(Math.abs(rise("IntegrationLatency"))).toBeLessThan(4);
  });

  test("traffic drops", () => {
    const { target, window } = truthOf("traffic-drop");
    const left =
      over(account, target, "Count", "Sum", window) / over(healthy, target, "Count", "Sum", window);
    expect(left).toBeLessThan(0.3);
  });

  test("WebSocket messages fail in the integration", () => {
    const { target, window } = truthOf("websocket-integration-errors");
    const errors = (of: typeof account) => ratio(of, target, "IntegrationError", "MessageCount", window);
    expect(errors(account) - errors(healthy)).toBeGreaterThan(0.04);
  });

  test("nearly everything fails where there are fewer than twenty requests an hour", () => {
    const { target, window } = truthOf("lambda-permission-removed");
    const requests = over(account, target, "Count", "Sum", window);
    expect(requests).toBeGreaterThan(3);
    expect(requests / ((window.endMs - window.startMs) / HOUR_MS)).toBeLessThan(30);
    expect(ratio(account, target, "5XXError", "Count", window)).toBeGreaterThan(0.75);
  });
});

test("twenty seeds are twenty problems, all within their ranges", () => {
  const seen = new Set<string>();
  for (let seed = 100; seed < 120; seed += 1) {
    const { incidents, nowMs } = demoPlan(seed);
    expect(incidents).toHaveLength(8);
    for (const { startMs, endMs, magnitude } of incidents) {
      expect(startMs % MINUTE_MS).toBe(0);
      expect(nowMs - startMs).toBeGreaterThanOrEqual(25 * MINUTE_MS);
      expect(nowMs - startMs).toBeLessThanOrEqual(100 * MINUTE_MS);
      expect(endMs).toBeGreaterThan(startMs + 20 * MINUTE_MS);
      expect(magnitude).toBeGreaterThan(0.04);
    }
    expect(incidents.filter(({ endMs }) => endMs < nowMs)).toHaveLength(1);
    seen.add(JSON.stringify(incidents.map(({ startMs, magnitude }) => [startMs, magnitude])));
  }
  expect(seen.size).toBe(20);
});

test("from three requests an hour to three thousand a second", () => {
  const perHour = (target: string) => over(healthy, target, "Count", "Sum", WINDOW) / 3;
  expect(perHour("rest:warehouse-audit/prod")).toBeLessThan(10);
  expect(perHour("rest:storefront/prod") / 3_600).toBeGreaterThan(2_500);
  expect(perHour("rest:partner-invoices/prod")).toBeLessThan(30);
});
