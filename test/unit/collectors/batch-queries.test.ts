import { describe, expect, it } from "vitest";

import type { MetricQuery } from "../../../src/collectors/account-reader.ts";
import { batchQueries } from "../../../src/collectors/batch-queries.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 1, 3, 6, 0, 0);

function queries(count: number, periodSeconds: number, hours: number): MetricQuery[] {
  return Array.from({ length: count }, (_, index) => ({
    target: "rest:orders/prod",
    route: null,
    key: { namespace: "AWS/ApiGateway", metric: `M${index}`, dimensions: {} },
    stat: "Sum",
    periodSeconds,
    startMs: NOW - hours * HOUR,
    endMs: NOW,
  }));
}

describe("batchQueries", () => {
  it("fills calls up to 500 queries", () => {
    const batches = batchQueries(queries(1_201, 60, 3), NOW);
    expect(batches.map((batch) => batch.queries.length)).toEqual([500, 500, 201]);
    expect(batches.every(({ isRecent }) => isRecent)).toBe(true);
  });

  it("keeps an answer within one page of 100,800 datapoints", () => {
    // Two weeks and three hours at 300 s are 4,068 datapoints: 24 series of them fit, 25 do not.
    const batches = batchQueries(queries(60, 300, 14 * 24 + 3), NOW);
    expect(batches.map((batch) => batch.queries.length)).toEqual([24, 24, 12]);
    expect(batches.some(({ isRecent }) => isRecent)).toBe(false);
    // A series longer than a page goes alone, and its answer has several.
    expect(batchQueries(queries(3, 60, 24 * 90), NOW).map((batch) => batch.queries.length)).toEqual([
      1, 1, 1,
    ]);
  });

  it("puts different spans of time into different calls, and loses nothing", () => {
    const mixed = [...queries(2, 60, 1), ...queries(2, 300, 5), ...queries(2, 60, 2)];
    const batches = batchQueries(
      mixed.toSorted((left, right) => (left.key.metric < right.key.metric ? -1 : 1)),
      NOW,
    );
    expect(batches).toHaveLength(3);
    expect(new Set(batches.flatMap((batch) => batch.queries))).toEqual(new Set(mixed));
    for (const { queries: inBatch, startMs, endMs } of batches) {
      expect(inBatch).toHaveLength(2);
      expect(inBatch.every((query) => query.startMs === startMs && query.endMs === endMs)).toBe(true);
    }
    expect(batchQueries([], NOW)).toEqual([]);
  });
});
