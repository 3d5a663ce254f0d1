import { expect, test } from "vitest";

import { confidenceOf } from "../../../../src/analyzers/shared/confidence.ts";
import {
  formatCount,
  formatFactor,
  formatList,
  formatMs,
  formatShare,
  formatSpan,
  formatWhen,
} from "../../../../src/analyzers/shared/wording.ts";

test.each([
  [0, "0 %"],
  [0.00004, "under 0.01 %"],
  [0.00123, "0.12 %"],
  [0.0842, "8.4 %"],
  [0.267, "27 %"],
  [1, "100 %"],
])("the share %d reads %s", (share, text) => expect(formatShare(share)).toBe(text));

test("counts, milliseconds and factors keep the digits that matter", () => {
  expect(formatCount(12_345.6)).toBe("12,346");
  expect([3.14, 87.6, 1_234.5, 29_003].map(formatMs)).toEqual(["3.1 ms", "88 ms", "1,235 ms", "29 s"]);
  expect([1.52, 12.3].map(formatFactor)).toEqual(["1.5 times", "12 times"]);
});

test("times are UTC, lengths whole minutes", () => {
  const startMs = Date.UTC(2026, 1, 3, 4, 5);
  expect(formatWhen(startMs, null)).toBe("since 04:05 UTC");
  expect(formatWhen(startMs, startMs + 47 * 60_000)).toBe("from 04:05 UTC to 04:52 UTC");
  expect([20_000, 41 * 60_000, 125 * 60_000, 180 * 60_000].map(formatSpan)).toEqual([
    "1 minute",
    "41 minutes",
    "2 h 5 min",
    "3 h",
  ]);
});

test("long lists are counted", () => {
  expect(formatList([])).toBe("");
  expect(formatList(["A"])).toBe("A");
  expect(formatList(["A", "B", "C"])).toBe("A, B and C");
  expect(formatList(["A", "B", "C", "D", "E", "F"])).toBe("A, B, C, D and 2 more");
});

test("confidence grows with evidence and with what was learned, and falls with doubts", () => {
  expect(confidenceOf(1, 14)).toBe(0.75);
  expect(confidenceOf(2, 14)).toBe(0.91);
  expect(confidenceOf(400, 14)).toBe(0.99);
  expect(confidenceOf(1, 0)).toBe(0.6);
  expect(confidenceOf(2, 14, [0.8])).toBeCloseTo(0.73, 2);
});
