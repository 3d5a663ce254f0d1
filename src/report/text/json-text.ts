// JSON.stringify leaves these raw in strings, but some of them steer a terminal (U+009B is an escape
// sequence's start) or hide text, and output is looked at. The newlines between lines are its own.
const STEERING = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON for programs that is also safe to look at, ending in a newline. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(STEERING, escaped)}\n`;
}

/** The same in one line, for logs. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value).replace(STEERING, escaped)}\n`;
}

function escaped(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
