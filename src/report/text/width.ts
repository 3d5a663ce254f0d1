// Made when first needed: it takes the runtime milliseconds, and most pages are plain.
let segmenter: Intl.Segmenter | undefined;

/**
 * Ranges that take two columns: East Asian Wide and Fullwidth.
 *
 * Source: Unicode Standard Annex 11, EastAsianWidth.txt 15.1 (W and F), neighbouring blocks merged over
 * their unassigned code points.
 */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

// Printable ASCII, the common case, is one column a character.
const PLAIN = /^[\x20-\x7e]*$/;

/** The parts of a text that a reader takes for one character. */
export function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return text.split("");
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Columns that a terminal gives to a text without control characters. */
export function displayWidth(text: string): number {
  return PLAIN.test(text) ? text.length : graphemes(text).reduce((sum, part) => sum + graphemeWidth(part), 0);
}

/** At the end, so that a column of text lines up; a text that is wider already stays whole. */
export function padTo(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** As {@link padTo}, at the start: for numbers. */
export function padLeft(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Columns of one of the {@link graphemes}. */
export function graphemeWidth(grapheme: string): number {
  const code = grapheme.codePointAt(0) ?? 0;
  // A combining mark on its own joins what stands before it.
  if (/^\p{M}/u.test(grapheme)) return 0;
  if (/\p{Emoji_Presentation}/u.test(grapheme)) return 2;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}
