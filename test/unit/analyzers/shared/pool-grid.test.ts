import { describe, expect, test } from "vitest";

import { poolCounts, poolGrid, poolLength } from "../../../../src/analyzers/shared/pool-grid.ts";

const GAP = Number.NaN;
const grid = (values: readonly number[]) => ({
  startMs: 900_000,
  periodMs: 300_000,
  values: Float64Array.from(values),
});

describe("periods taken together", () => {
  test("are counted from the end, and what is left over at the start is dropped", () => {
    const pooled = poolGrid(grid([99, 1, 7, 2, GAP, 8, 4]), 3);
    expect(pooled).toMatchObject({ startMs: 1_200_000, periodMs: 900_000 });
    expect([...pooled.values]).toEqual([2, 6]);
  });

  test("stay a gap where all of them are", () => {
    expect([...poolGrid(grid([GAP, GAP, GAP, 5, GAP, GAP]), 3).values]).toEqual([GAP, 5]);
  });

  test("add up their samples", () => {
    expect([...poolCounts(grid([1, GAP, 2, GAP, GAP, GAP]), 3).values]).toEqual([3, 0]);
  });
});

test("as many are taken together as most hold something, and an hour at most", () => {
  const everyNth = (n: number) => grid(Array.from({ length: 288 }, (_, at) => (at % n === 0 ? 3 : GAP)));
  expect([1, 3, 5, 30].map((n) => poolLength(everyNth(n)))).toEqual([1, 3, 6, 12]);
});

test("of counts, as many as most hold the least number", () => {
  const each = (count: number) => grid(Array.from({ length: 288 }, () => count));
  expect([5, 2, 0.7, 0.1].map((count) => poolLength(each(count), 4))).toEqual([1, 3, 6, 12]);
});
