import { expect, test } from "vitest";

import { hashText } from "../../../src/core/hash.ts";

// Published test vectors of the 32-bit FNV-1a hash (draft-eastlake-fnv, appendix C).
test.each([
  ["", 0x811c9dc5],
  ["a", 0xe40c292c],
  ["b", 0xe70c2de5],
  ["foobar", 0xbf9cf968],
])("hashes %j as published", (text, hash) => {
  expect(hashText(text)).toBe(hash);
});

test("tells apart texts that differ in one place or in order", () => {
  const hashes = ["orders", "order", "Orders", "sredro", "orders "].map(hashText);
  expect(new Set(hashes).size).toBe(5);
});
