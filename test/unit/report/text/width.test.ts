import { expect, test } from "vitest";

import { displayWidth, padLeft, padTo } from "../../../../src/report/text/width.ts";

test.each([
  ["plain", 5],
  ["", 0],
  ["注文", 4],
  ["한국어", 6],
  ["ｆｕｌｌ", 8],
  ["e\u0301", 1],
  ["\u0301", 0],
  ["😀", 2],
  ["▁▂█", 3],
  ["Größe", 5],
])("%j takes %i columns", (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

test("padding counts columns, not code units, and never cuts", () => {
  expect(padTo("注文", 7)).toBe("注文   ");
  expect(padLeft("12", 5)).toBe("   12");
  expect(padTo("orders", 3)).toBe("orders");
});
