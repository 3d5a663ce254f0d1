import { describe, expect, test } from "vitest";

import { toAccount } from "../../../src/loopback/snapshot-account.ts";
import { NO_COST, type Snapshot } from "../../../src/model/snapshot.ts";
import { toTraceSpans } from "../../../src/model/trace-spans.ts";
import { orderDocuments, TRACE_S, traceOf, tracedTarget } from "../../support/trace-fixtures.ts";

const NOW_MS = TRACE_S * 1_000 + 60_000;
const WINDOW = { startMs: NOW_MS - 120_000, endMs: NOW_MS };

function snapshot(): Snapshot {
  const [target, other] = [tracedTarget(), tracedTarget({ id: "rest:bills/prod", apiName: "bills" })];
  const slice = { ...WINDOW, found: 9, sampledShare: 1, isComplete: true };
  const first = traceOf(orderDocuments("1", 40), { id: "t1" });
  const second = traceOf(orderDocuments("2", 55), { id: "t2", startMs: NOW_MS - 90_000 });
  return {
    schemaVersion: 1,
    origin: "recorded",
    window: WINDOW,
    baseline: { startMs: WINDOW.startMs, endMs: WINDOW.startMs },
    settledMs: NOW_MS,
    targets: [target, other],
    series: [],
    logs: [],
    traces: [
      { ...slice, target: target.id, traces: [first, second] },
      { ...slice, target: target.id, traces: [first] },
      { ...slice, target: other.id, traces: [traceOf(orderDocuments("3", 71), { id: "t3" })] },
    ],
    blindSpots: [],
    cost: NO_COST,
  };
}

describe("the traces of a recording", () => {
  const idsOf = (window: typeof WINDOW, target?: string): string[] =>
    [...toAccount(snapshot()).traces(window, target)].map(({ id }) => id);

  test("are there again, by time, each once", () => {
    expect(idsOf(WINDOW)).toEqual(["t2", "t1", "t3"]);
    expect(idsOf(WINDOW, "rest:orders/prod")).toEqual(["t2", "t1"]);
    expect(idsOf({ ...WINDOW, startMs: NOW_MS - 60_000 })).toEqual(["t1", "t3"]);
    expect(idsOf({ ...WINDOW, endMs: NOW_MS - 90_000 })).toEqual([]);
  });

  test("as the documents that they were", () => {
    const [, again] = [...toAccount(snapshot()).traces(WINDOW)];
    expect(again?.segments).toHaveLength(3);
    const spans = (again?.segments ?? []).flatMap((segment) => toTraceSpans(segment).spans);
    expect(new Set(spans.map(({ id }) => id))).toEqual(
      new Set(
        orderDocuments("1", 40).flatMap((document) => toTraceSpans(document).spans.map(({ id }) => id)),
      ),
    );
  });

  test("none, where none were recorded", () => {
    const { traces: _none, ...without } = snapshot();
    expect([...toAccount(without).traces(WINDOW)]).toEqual([]);
  });
});
