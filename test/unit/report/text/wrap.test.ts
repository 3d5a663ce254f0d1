import { expect, test } from "vitest";

import { wrapLabelled, wrapText } from "../../../../src/report/text/wrap.ts";

test("breaks at spaces, as late as it can", () => {
  expect(wrapText("the function answers 502", 12)).toEqual(["the function", "answers 502"]);
});

test("breaks inside a word only where the word is longer than a line", () => {
  expect(wrapText("see arn:aws:lambda:x now", 8)).toEqual(["see", "arn:aws:", "lambda:x", "now"]);
});

test("wide characters count twice, and one that is too wide stands alone", () => {
  expect(wrapText("注文注文", 4)).toEqual(["注文", "注文"]);
  expect(wrapText("注", 1)).toEqual(["注"]);
});

test("no text, no line", () => {
  expect(wrapText("  ", 10)).toEqual([]);
});

test("following lines stand under the text, not under the label", () => {
  expect(wrapLabelled("Cause  ", "integration is down", 18)).toEqual([
    "Cause  integration",
    "       is down",
  ]);
});
