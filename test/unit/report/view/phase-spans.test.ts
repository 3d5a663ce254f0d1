import { expect, it } from "vitest";

import type { LogPhase } from "../../../../src/model/log-slice.ts";
import { phaseSpans } from "../../../../src/report/view/phase-spans.ts";
import { aLogSlice } from "../../../support/report-snapshot.ts";

const latency = (phase: LogPhase, count: number, meanMs: number, route: string | null = null) => ({
  route,
  phase,
  count,
  meanMs,
  p50: meanMs,
  p90: meanMs,
  p99: meanMs * 3,
  buckets: null,
});

it("splits the mean of a request into parts that add up, oldest span first", () => {
  const [first, second, ...more] = phaseSpans([
    aLogSlice({
      startMs: 2_000,
      latencies: [
        latency("latency", 200, 90),
        latency("integrationLatency", 150, 80),
        latency("authorizerLatency", 50, 40),
        latency("latency", 10, 7, "GET /a"),
      ],
    }),
    aLogSlice({ startMs: 1_000, latencies: [latency("integrationLatency", 30, 21)] }),
  ]);
  expect(more).toEqual([]);
  // A flavour without a latency of its own has no rest to tell.
  expect(first).toMatchObject({
    startMs: 1_000,
    requests: 30,
    totalMs: 21,
    meanMs: { integration: 21, rest: null },
  });
  // 150 of 200 requests with 80 ms, 50 of 200 with 40 ms.
  expect(second?.meanMs).toEqual({
    waf: null,
    authenticate: null,
    authorizer: 10,
    authorize: null,
    integration: 60,
    rest: 20,
  });
  expect(second?.totalMs).toBe(90);
  expect(second?.p99Ms.authorizer).toBe(120);
});

it("is nothing where the lines carry no times", () => {
  expect(phaseSpans([aLogSlice()])).toEqual([]);
});
