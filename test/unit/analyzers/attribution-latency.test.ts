import { describe, expect, it } from "vitest";

import { attribute } from "../../../src/analyzers/attribution/attribute.ts";
import { distributionShift } from "../../../src/analyzers/attribution/distribution-shift.ts";
import { pooledLatency, type PooledLatency } from "../../../src/analyzers/attribution/pooled-latency.ts";
import { toSide } from "../../../src/analyzers/shared/log-sides.ts";
import { createRandom } from "../../../src/core/random.ts";
import type { LogLatency, LogPhase, LogSlice } from "../../../src/model/log-slice.ts";
import { bareFinding, INCIDENT, logSnapshot, madeSlice, QUIET } from "../../support/incident-logs.ts";

const INTEGRATION = "latency/integration-regression";

/** As the local engine tells it; all values below 256, where a bucket holds one value. */
function latency(route: string | null, phase: LogPhase, values: readonly number[]): LogLatency {
  const sorted = [...values].sort((left, right) => left - right);
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  const rank = (q: number): number => sorted[Math.ceil(q * sorted.length) - 1] ?? 0;
  return {
    route,
    phase,
    count: sorted.length,
    meanMs: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p50: rank(0.5),
    p90: rank(0.9),
    p99: rank(0.99),
    buckets: [...counts].flat(),
  };
}

function around(middle: number, count: number, seed: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Math.round(middle * (0.7 + 0.6 * random.next())));
}

/** Integration latencies by route, and of all of them. */
function latenciesOf(routes: Readonly<Record<string, readonly number[]>>): LogLatency[] {
  const own = Object.entries(routes).map(([route, values]) => latency(route, "integrationLatency", values));
  return [...own, latency(null, "integrationLatency", Object.values(routes).flat())];
}

const COUNT = {
  minuteMs: 0,
  route: "GET /a",
  status: 200,
  responseType: null,
  deploymentId: null,
  isCanary: null,
};

function told(analyzer: string, before: Partial<LogSlice>, now: Partial<LogSlice>) {
  const counts = (minuteMs: number, requests: number) => [{ ...COUNT, minuteMs, requests }];
  return attribute(
    bareFinding(analyzer),
    logSnapshot([
      madeSlice(QUIET, { counts: counts(QUIET.startMs, 431), ...before }),
      madeSlice(INCIDENT, { counts: counts(INCIDENT.startMs, 433), ...now }),
    ]),
  );
}

describe("slow integrations", () => {
  const before = { latencies: latenciesOf({ "GET /a": around(61, 230, 1), "POST /b": around(83, 170, 2) }) };

  it("names the route that slowed down, the one that did not, and the requests to look up", () => {
    const slowest = [{ latencyMs: 207, timeMs: null, status: 200, route: "POST /b", requestId: "r" }].map(
      (one) => ({ ...one, integrationRequestId: "7d3e-11" }),
    );
    const now = {
      latencies: latenciesOf({ "GET /a": around(61, 241, 3), "POST /b": around(141, 163, 4) }),
      slowest,
    };
    const { cause, evidence, actions } = told(INTEGRATION, before, now);
    expect(cause.kind).toBe("integration");
    expect(cause.detail).toMatch(
      /\b(?:9\d|100) % of the added time is of POST \/b \(mean 82 ms to 139 ms\)\. GET \/a did not slow down/,
    );
    expect(evidence.map(({ label }) => label)).toContain("Integration latency of POST /b, mean a request");
    expect(actions.join(" ")).toContain("behind POST /b,");
    expect(actions.join(" ")).toContain("integration request id 7d3e-11");
  });

  it("says so where every route slowed down", () => {
    const now = { latencies: latenciesOf({ "GET /a": around(93, 233, 5), "POST /b": around(129, 167, 6) }) };
    expect(told(INTEGRATION, before, now).cause.detail).toContain(
      "All 2 routes are slower, 1.5 times to 1.6 times",
    );
  });

  it("tells slower routes from more requests to slow routes", () => {
    const few = { latencies: latenciesOf({ "GET /a": around(31, 390, 7), "POST /b": around(171, 41, 8) }) };
    const many = {
      latencies: latenciesOf({ "GET /a": around(31, 130, 9), "POST /b": around(171, 290, 10) }),
    };
    const { cause } = told("latency/integration-regression", few, many);
    expect(cause.kind).toBe("unknown");
    expect(cause.detail).toContain("other requests than before came");
  });

  it("names who sends more", () => {
    const counts = [{ ...COUNT, minuteMs: INCIDENT.startMs, requests: 907 }];
    const keyed = (text: string, requests: number) => {
      const none = { error: 0, errors4xx: 0, errors5xx: 0, throttled: 0 };
      return { dimension: "apiKey" as const, text, requests, ...none };
    };
    const now = {
      counts,
      top: [keyed("k7", 590), keyed("k3", 317)],
      latencies: latenciesOf({ "GET /a": around(93, 233, 5) }),
    };
    const earlier = { ...before, top: [keyed("k3", 311), keyed("k7", 120)] };
    expect(told(INTEGRATION, earlier, now).cause.detail).toContain(
      "2.1 times as many requests came as before; 99 % of the added ones are of API key k7.",
    );
  });

  it("tells the side where metrics could not", () => {
    const sides = (integration: number, own: number, seed: number): Partial<LogSlice> => ({
      latencies: [
        latency(null, "latency", around(integration + own, 400, seed)),
        latency(null, "integrationLatency", around(integration, 400, seed + 1)),
        latency(null, "overhead", around(own, 400, seed + 2)),
      ],
    });
    const usual = sides(61, 17, 20);
    expect(told("latency/regression", usual, sides(61, 91, 30)).cause.detail).toContain(
      "The gateway's own time",
    );
    expect(told("latency/regression", usual, sides(139, 17, 40)).cause.kind).toBe("integration");
  });

  it("stays silent where the lines show no growth", () => {
    const now = { latencies: latenciesOf({ "GET /a": around(61, 230, 1), "POST /b": around(83, 170, 2) }) };
    const { verdict: _verdict, ...rest } = told(INTEGRATION, before, now);
    expect(rest).toEqual(bareFinding(INTEGRATION));
  });
});

describe("whole distributions", () => {
  const pooled = (values: readonly number[]): PooledLatency => {
    const slice = madeSlice(QUIET, { latencies: [latency(null, "latency", values)] });
    const found = pooledLatency(toSide([slice], QUIET), "latency", null);
    if (found === null) throw new Error("too few values");
    return found;
  };

  it("finds the latency at which they differ most, as trying every latency does", () => {
    const [before, now] = [around(67, 311, 50), [...around(67, 190, 51), ...around(181, 97, 52)]];
    const part = (values: readonly number[], aboveMs: number) =>
      values.filter((value) => value > aboveMs).length / values.length;
    const widest = Math.max(...Array.from({ length: 256 }, (_, ms) => part(now, ms) - part(before, ms)));
    const shift = distributionShift(pooled(before), pooled(now));
    expect((shift?.now ?? 0) - (shift?.before ?? 0)).toBeCloseTo(widest, 12);
    expect(part(now, shift?.aboveMs ?? 0)).toBeCloseTo(shift?.now ?? 0, 12);
  });

  it("takes samples of one distribution for alike, nearly always", () => {
    const pairs = Array.from({ length: 200 }, (_, index) => index);
    const differing = pairs.filter(
      (index) =>
        distributionShift(pooled(around(90, 130, 1_000 + index)), pooled(around(90, 170, 5_000 + index))) !==
        null,
    );
    expect(pairs).toHaveLength(200);
    expect(differing.length).toBeLessThanOrEqual(6);
  });
});
