import { Markup } from "./markup.ts";

// What could end the element, begin a comment in it, or steer and hide text for whoever reads the source.
const UNSAFE = /[<>&\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON for a script element of a type that is not run. Whatever its texts hold, the element ends where it should. */
export function inlineJson(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replace(UNSAFE, escaped));
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
