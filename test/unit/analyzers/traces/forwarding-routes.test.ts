import { describe, expect, test } from "vitest";

import { forwardingRoutes } from "../../../../src/analyzers/traces/forwarding-routes.ts";
import { NO_COST, type Snapshot } from "../../../../src/model/snapshot.ts";
import type { Trace } from "../../../../src/model/trace.ts";
import { adviceOf } from "../../../../src/posture/advice/advice-of.ts";
import { orderDocuments, part, TRACE_S, traceOf, tracedTarget } from "../../../support/trace-fixtures.ts";

const START = TRACE_S * 1_000;
const END = START + 3_600_000;

function snapshotOf(traces: readonly Trace[]): Snapshot {
  return {
    schemaVersion: 1,
    origin: "recorded",
    window: { startMs: START, endMs: END },
    baseline: { startMs: START - 1, endMs: START },
    settledMs: END,
    targets: [tracedTarget()],
    series: [],
    logs: [],
    traces: [
      {
        target: "rest:orders/prod",
        startMs: START,
        endMs: END,
        found: traces.length,
        sampledShare: 1,
        isComplete: true,
        traces: [...traces],
      },
    ],
    blindSpots: [],
    cost: NO_COST,
  };
}

/** @param change the documents of one of them. */
function orders(count: number, change?: (documents: Record<string, unknown>[]) => void): Trace[] {
  return Array.from({ length: count }, (_, index) => {
    const documents = orderDocuments(`${index}`, 21 + index);
    if (index === 7) change?.(documents);
    return traceOf(documents, { id: `1-6aa8f3a8-${String(index).padStart(24, "0")}` });
  });
}

function codeOf(documents: Record<string, unknown>[]): Record<string, unknown> {
  const parts = documents[2]?.["subsegments"];
  const code = Array.isArray(parts)
    ? (parts as Record<string, unknown>[]).find((one) => one["name"] === "Invocation")
    : undefined;
  if (code === undefined) throw new Error("the fixture has no invocation");
  return code;
}

describe("routes that only forward", () => {
  test("one call of one service in each request: named, with the time that the function adds", () => {
    const snapshot = snapshotOf(orders(63));
    const [found, ...others] = forwardingRoutes(snapshot);
    expect(others).toEqual([]);
    // By the fixture: 1 ms of the service before the function and 1 after, 15 of code, 5 of overhead, 1 between.
    expect(found).toMatchObject({
      target: "rest:orders/prod",
      route: "POST /orders",
      functionName: "orders-fn",
      service: "DynamoDB",
      operation: "PutItem",
      requests: 63,
    });
    expect(found?.lambdaMs).toBeCloseTo(23, 1);
    const [advice] = adviceOf(snapshot, found === undefined ? [] : [found]);
    expect(advice?.kind).toBe("direct-integration");
    expect(advice?.message).toContain("DynamoDB PutItem");
  });

  test.each([
    [
      "calls nothing once",
      (documents: Record<string, unknown>[]) => void (codeOf(documents)["subsegments"] = []),
    ],
    [
      "calls another service once",
      (documents: Record<string, unknown>[]) =>
        void (codeOf(documents)["subsegments"] = [
          part("queue7", "SQS", 20, 31, { namespace: "aws", aws: { operation: "SendMessage" } }),
        ]),
    ],
    [
      "calls twice once",
      (documents: Record<string, unknown>[]) => {
        const code = codeOf(documents);
        code["subsegments"] = [
          ...(code["subsegments"] as unknown[]),
          part("again7", "DynamoDB", 21, 30, { namespace: "aws", aws: { operation: "PutItem" } }),
        ];
      },
    ],
  ])("one that %s does more", (_name, change) => {
    expect(forwardingRoutes(snapshotOf(orders(63)))).toHaveLength(1);
    expect(forwardingRoutes(snapshotOf(orders(63, change)))).toEqual([]);
  });

  test("few requests prove nothing, and a recording without traces says nothing", () => {
    expect(forwardingRoutes(snapshotOf(orders(59)))).toEqual([]);
    const { traces: _none, ...bare } = snapshotOf([]);
    expect(forwardingRoutes(bare)).toEqual([]);
  });
});
