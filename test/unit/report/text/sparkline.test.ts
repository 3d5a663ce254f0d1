import { expect, test } from "vitest";

import { sparkline } from "../../../../src/report/text/sparkline.ts";

test("the greatest value is the tallest bar, zero the lowest, a gap is blank", () => {
  expect(sparkline([0, 7, null, 3, 1])).toBe("▁█ ▄▂");
});

test("all zero is flat, and nothing is nothing", () => {
  expect(sparkline([0, 0])).toBe("▁▁");
  expect(sparkline([])).toBe("");
  expect(sparkline([null, null])).toBe("  ");
});
