import { INVISIBLE } from "../json-text.ts";

/** A text as a string of TypeScript: JSON's form, with what an editor or an old parser takes for a line's end or hides escaped. */
export function jsText(text: string): string {
  return JSON.stringify(text).replaceAll(
    INVISIBLE,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
