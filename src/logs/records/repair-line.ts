/**
 * Makes JSON of lines that API Gateway writes when a Format puts variables into JSON without regard to what they hold.
 * Each repair is tried on top of the ones before it, since one line can need several:
 *
 * 1. `"latency":-,` an unquoted variable without a value: null.
 * 2. `"message":""Forbidden"",` error.messageString, which brings its own quotes, between quotes.
 * 3. `"agent":"Mozilla "x" y",` quotes in a value, unescaped; backslashes and control characters likewise.
 */
const REPAIRS: readonly ((text: string) => string)[] = [
  (text) => text.replace(/:\s*-(?=\s*[,}])/g, ":null"),
  (text) => text.replace(/:\s*""([^"]+)""(?=\s*[,}])/g, ':"$1"'),
  escapeValues,
];

/** The repaired object; undefined where the line is beyond repair. */
export function repairLine(line: string): unknown {
  if (!line.startsWith("{")) return undefined;
  let text = line;
  for (const repair of REPAIRS) {
    const next = repair(text);
    if (next === text) continue;
    text = next;
    const value = parsed(text);
    if (value !== undefined) return value;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A quote closes a value where what follows can follow a value: the object's end, or a comma and the next key. */
const CLOSING = /^"\s*(?:\}|,\s*"(?:[^"\\]|\\.)*"\s*:)/;

/** Escapes quotes, lone backslashes and control characters within the values of flat or nested objects. */
function escapeValues(text: string): string {
  let out = "";
  let at = 0;
  for (const opening of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:\s*"/g)) {
    // What looks like a key within a value that has been dealt with already.
    if (opening.index < at) continue;
    const from = opening.index + opening[0].length;
    const end = closingQuote(text, from);
    if (end < 0) return text;
    out += text.slice(at, from) + escaped(text.slice(from, end));
    at = end;
  }
  return out + text.slice(at);
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    if (CLOSING.test(text.slice(at, at + 256))) return at;
    // A key's end within a value: the damage is of another kind, and repairing it would make one value of two.
    if (/^"\s*:/.test(text.slice(at, at + 16))) return -1;
  }
  return -1;
}

function escaped(value: string): string {
  return value
    .replace(/\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})/g, "\\\\")
    .replace(/(?<!\\)((?:\\\\)*)"/g, '$1\\"')
    .replace(
      /[^\P{Cc}\u007f-\u009f]/gu,
      (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}
