// Everything that a terminal would obey or hide instead of showing: controls (Cc), formats such as bidi
// overrides, zero-width characters and soft hyphens (Cf), line and paragraph separators, lone surrogates,
// private and unassigned code points (their width is anyone's guess), variation selectors and the
// characters that are invisible without being formats (Hangul fillers, the blank Braille cell).
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u115F\u1160\u2800\u3164\uFFA0\p{Variation_Selector}]/gu;

// Nearly all there is; the classes above take the runtime milliseconds to prepare.
const PLAIN = /^[\x20-\x7e]*$/;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Makes text from outside (API names, stages, messages) harmless and honest on a terminal: what would move
 * the cursor, change colours, reorder or hide characters is spelled out ("\x1b", "\u{202e}").
 *
 * Text without such characters comes back unchanged. A no-break space becomes a space.
 */
export function escapeText(text: string): string {
  return PLAIN.test(text) ? text : escaped(text);
}

function escaped(text: string): string {
  return text.replace(UNSAFE, spelled).replace(/[^\S ]/g, " ");
}

function spelled(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return SHORT[character] ?? (code <= 0xff ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`);
}
