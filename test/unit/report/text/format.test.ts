import { expect, test } from "vitest";

import {
  formatConfidence,
  formatCount,
  formatDuration,
  formatEvidence,
  formatLocal,
  formatMs,
  formatRatio,
  formatUsd,
  formatUtc,
} from "../../../../src/report/text/format.ts";

test.each([
  [null, "-"],
  [0, "0"],
  [412, "412"],
  [999.6, "1k"],
  [81_234, "81.2k"],
  [999_999, "1M"],
  [32_400_000, "32.4M"],
  [5.4e15, "5.4e15"],
])("count %s is %s", (value, text) => {
  expect(formatCount(value)).toBe(text);
});

test.each([
  [null, "-"],
  [0, "0%"],
  [0.00001, "<.01%"],
  [0.0004, "0.04%"],
  [0.012, "1.2%"],
  [0.0996, "10%"],
  [1, "100%"],
])("ratio %s is %s", (value, text) => {
  expect(formatRatio(value)).toBe(text);
});

test.each([
  [null, "-"],
  [0.43, "0.4ms"],
  [12, "12ms"],
  [1_234.4, "1234ms"],
  [9_999.6, "10s"],
  [29_000, "29s"],
])("%s ms is %s", (value, text) => {
  expect(formatMs(value)).toBe(text);
});

test.each([
  [20_000, "under a minute"],
  [78 * 60_000, "1h 18m"],
  [3 * 3_600_000, "3h"],
  [14 * 86_400_000, "14d"],
  [26 * 3_600_000 + 60_000, "1d 2h"],
])("a length of %i ms is %s", (lengthMs, text) => {
  expect(formatDuration(lengthMs)).toBe(text);
});

test("local time is shown only where the clock differs from UTC", () => {
  const timeMs = Date.parse("2026-03-05T17:04:00Z");
  expect(formatUtc(timeMs)).toBe("2026-03-05 17:04");
  expect(formatLocal(timeMs, "Europe/Berlin")).toBe("18:04");
  expect(formatLocal(timeMs, "Europe/London")).toBe("");
});

test("evidence is shown in its own unit", () => {
  expect(formatEvidence(0.084, "ratio")).toBe("8.4 %");
  expect(formatEvidence(181, "ms")).toBe("181 ms");
  expect(formatEvidence(2_300, "requests/min")).toBe("2.3k/min");
  expect(formatEvidence(null, "count")).toBe("-");
});

test("nothing short of certain reads as certain", () => {
  expect(formatConfidence(0.999)).toBe("almost certain (99 %)");
  expect(formatConfidence(0.29)).toBe("a hint, no more (29 %)");
  expect(formatConfidence(0.58)).toBe("possible (58 %)");
});

test("small sums keep two digits", () => {
  expect(formatUsd(0)).toBe("nothing");
  expect(formatUsd(0.00423)).toBe("$0.0042");
  expect(formatUsd(1.239)).toBe("$1.24");
});
