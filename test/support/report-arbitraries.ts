import fc from "fast-check";

import type { Target } from "../../src/model/target.ts";
import { aTarget } from "./report-fixtures.ts";
import { anyCharacter } from "./any-character.ts";

const NASTY = [
  "\u001b[2J",
  "\u001b]0;title\u0007",
  "\u009b31m",
  "\r\n",
  "\u202e",
  "\u2066",
  "\u200d",
  "\u2028",
  "\ud800",
  "\u{e0041}",
  "注文",
  "한",
  "👩‍👩‍👧",
  "🇩🇪",
  "e\u0301\u0301\u0301",
  "$default",
  "a b",
];

/** Text as somebody might name an API to play a trick on its reader. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: anyCharacter, maxLength: 40 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(""));

/** A target of that name; the index keeps ids apart. */
export function createTarget(name: string, index: number): Target {
  return { ...aTarget({ apiName: name }), id: `rest:${name}${index}/prod` };
}
