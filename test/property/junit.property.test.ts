import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { renderJunit } from "../../src/report/junit/render-junit.ts";
import { readXml } from "../support/read-xml.ts";
import { anyCharacter } from "../support/any-character.ts";

const text = fc.oneof(
  fc.string({ unit: anyCharacter }),
  fc.string({
    unit: fc.constantFrom(
      "&",
      "<",
      ">",
      '"',
      "'",
      "]",
      "]]>",
      "\r",
      "\n",
      "\t",
      "\x1b",
      "&#10;",
      "\ud800",
      "x",
    ),
  }),
);
/** As the document says it: told character by character instead of by a pattern. */
function held(value: string): string {
  return Array.from(value, (character) => {
    const code = character.codePointAt(0)!;
    const isControl = (code < 32 && ![9, 10, 13].includes(code)) || (code >= 127 && code < 160);
    if (isControl) return `\\x${code.toString(16).padStart(2, "0")}`;
    const isLost = (code >= 0xd800 && code < 0xe000) || code === 0xfffe || code === 0xffff;
    return isLost ? `\\u{${code.toString(16)}}` : character;
  }).join("");
}

describe("JUnit reports", () => {
  it("give every text back to whoever parses them", () => {
    let cases = 0;
    fc.assert(
      fc.property(text, text, text, text, (name, className, message, body) => {
        const failing = { name, className, failure: { message, text: body }, skipped: null };
        const root = readXml(renderJunit([{ name: className, cases: [failing] }]));
        const [suite] = root.children;
        const [found] = suite?.children ?? [];
        const [failure] = found?.children ?? [];
        expect(suite?.attributes["name"]).toBe(held(className));
        expect(found?.attributes).toEqual({ name: held(name), classname: held(className) });
        expect(failure?.attributes["message"]).toBe(held(message));
        expect(failure?.text).toBe(held(body));
        cases += 1;
      }),
      { numRuns: 400 },
    );
    expect(cases).toBe(400);
  });
});
