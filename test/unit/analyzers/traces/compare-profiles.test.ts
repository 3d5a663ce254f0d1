import { describe, expect, test } from "vitest";

import { compareProfiles } from "../../../../src/analyzers/traces/compare-profiles.ts";
import { profileTrace, type RequestProfile } from "../../../../src/analyzers/traces/profile-trace.ts";
import { summarizeTarget } from "../../../../src/analyzers/traces/summarize-target.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { orderDocuments, traceOf, tracedTarget } from "../../../support/trace-fixtures.ts";

const TABLE = "DynamoDB PutItem Orders behind orders-fn";

/** Requests whose table takes about `callMs`, none like another; a part of them meets a cold start. */
function requests(count: number, callMs: number, { coldEvery = 0, gatewayMs = 6 } = {}): RequestProfile[] {
  return Array.from({ length: count }, (_, index) => {
    const coldMs = coldEvery > 0 && index % coldEvery === 0 ? 410 + index : 0;
    const documents = orderDocuments(`${callMs}x${index}`, callMs + ((index * 37) % 29), {
      coldMs,
      gatewayMs,
    });
    return profileTrace(traceOf(documents, { id: `t${index}` }), tracedTarget()).requests;
  }).flat();
}

const compare = (before: readonly RequestProfile[], after: readonly RequestProfile[]) =>
  compareProfiles(before, after, createRandom(3));

describe("two sets of requests", () => {
  test("differ by the step that grew, and the shares sum to one", () => {
    const found = compare(requests(30, 40), requests(25, 340));
    expect(found?.steps[0]).toMatchObject({ label: TABLE, phase: "downstream" });
    expect(found?.steps[0]?.addedMs).toBeGreaterThan(290);
    expect(found?.steps[0]?.share).toBeGreaterThan(0.97);
    expect(found?.steps[0]?.confidence).toBeGreaterThan(0.99);
    expect(found?.lowMs).toBeGreaterThan(280);
    const shares = found?.steps.map(({ share }) => share ?? 0) ?? [];
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    const added = found?.steps.map(({ addedMs }) => addedMs) ?? [];
    expect(added.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(found?.addedMs ?? NaN, 9);
  });

  test("tell the gateway's own time from the backend's", () => {
    const found = compare(requests(20, 40), requests(20, 40, { gatewayMs: 96 }));
    expect(found?.steps[0]).toMatchObject({ label: "gateway, before its call", phase: "gateway" });
    expect(found?.steps[0]?.addedMs).toBeCloseTo(90, 3);
  });

  test("name cold starts as a cause of their own", () => {
    const found = compare(requests(30, 40), requests(30, 40, { coldEvery: 3 }));
    expect(found?.steps[0]).toMatchObject({ label: "cold start of orders-fn", beforeMs: 0 });
    expect(found?.coldStartRatio).toEqual({ before: 0, after: expect.closeTo(1 / 3, 9) as number });
  });

  test("that do not differ get an interval around nothing, and no shares", () => {
    const found = compare(requests(40, 40), requests(20, 40));
    expect(found?.lowMs).toBeLessThan(0);
    expect(found?.highMs).toBeGreaterThan(0);
    expect(compare(requests(29, 40), requests(29, 40))?.steps.every(({ share }) => share === null)).toBe(
      true,
    );
  });

  test("say nothing where one of them is too small", () => {
    expect(compare(requests(7, 40), requests(40, 340))).toBeNull();
    expect(compare(requests(40, 40), [])).toBeNull();
  });
});

describe("base and canary", () => {
  test("are compared where it is known which served a request", () => {
    const traces = Array.from({ length: 40 }, (_, index) => {
      const isCanary = index % 3 === 0;
      const documents = orderDocuments(`${index}`, (isCanary ? 190 : 44) + (index % 7));
      return traceOf(documents, { id: `t${index}`, isCanary });
    });
    const slice = {
      target: "rest:orders/prod",
      startMs: 0,
      endMs: 1,
      found: 40,
      sampledShare: 1,
      isComplete: true,
      traces,
    };
    const summary = summarizeTarget(tracedTarget(), [slice], createRandom(8));
    expect(summary.baseAgainstCanary).toMatchObject({ before: { requests: 26 }, after: { requests: 14 } });
    expect(summary.baseAgainstCanary?.steps[0]?.label).toBe(TABLE);
    const untold = traces.map(({ isCanary: _unknown, ...trace }) => trace);
    expect(
      summarizeTarget(tracedTarget(), [{ ...slice, traces: untold }], createRandom(8)).baseAgainstCanary,
    ).toBeNull();
  });
});
