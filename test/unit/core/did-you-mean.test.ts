import { expect, test } from "vitest";

import { didYouMean, nearestName } from "../../../src/core/did-you-mean.ts";

const KNOWN = ["terminal", "json", "jsonl"];

test.each([
  ["termnial", "terminal"],
  ["JSON", "json"],
  ["jsn", "json"],
  ["jsonll", "jsonl"],
  ["sarif", undefined],
  ["", undefined],
])("%j is taken for %s", (typed, expected) => {
  expect(nearestName(typed, KNOWN)).toBe(expected);
});

test("what exists is always listed, a guess only where one is near", () => {
  expect(didYouMean("jsn", KNOWN)).toBe('Did you mean "json"? Known: terminal, json, jsonl.');
  expect(didYouMean("pdf", KNOWN)).toBe("Known: terminal, json, jsonl.");
});
