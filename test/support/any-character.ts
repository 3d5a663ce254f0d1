import fc from "fast-check";

const SURROGATES = 0xe000 - 0xd800;

/**
 * Any code point but half a surrogate pair, for `fc.string({ unit: anyCharacter })`: what `unit: "binary"` draws, without
 * the table of a million texts that fast-check makes for that.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat({ max: 0x10ffff - SURROGATES }).map(
  (number) => String.fromCodePoint(number < 0xd800 ? number : number + SURROGATES),
  (text) => {
    const point = typeof text === "string" ? (text.codePointAt(0) ?? -1) : -1;
    if (point < 0 || text !== String.fromCodePoint(point)) throw new Error("not one character");
    return point < 0xd800 ? point : point - SURROGATES;
  },
);
