/** A literal and the JSON value behind it; the last has none. */
export interface TemplatePart {
  readonly literal: string;
  readonly value: "string" | "bare" | "end";
  /** Keys from the outermost, joined by dots; the empty text for values in arrays and for the end. */
  readonly path: string;
}

/**
 * Takes a JSON object apart into the literal text between its values.
 *
 * @param text a valid object, one character a byte, so that places are byte offsets.
 */
export function learnTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  /** For each open object its path, for each open array null. */
  const open: (string | null)[] = [];
  let [literalFrom, path]: [number, string | null] = [0, ""];
  let isKey = false;

  const take = (from: number, end: number, value: "string" | "bare"): void => {
    parts.push({ literal: text.slice(literalFrom, from), value, path: path ?? "" });
    literalFrom = end;
  };

  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? "";
    if (letter === "{" || letter === "[") {
      open.push(letter === "[" ? null : path);
      path = letter === "[" ? null : path;
      isKey = letter === "{";
    } else if (letter === "}" || letter === "]") {
      open.pop();
      path = null;
    } else if (letter === ",") isKey = open.at(-1) !== null;
    else if (letter === '"') {
      const end = closingQuote(text, at + 1);
      if (isKey) {
        const parent = open.at(-1);
        const key = Buffer.from(text.slice(at + 1, end), "latin1").toString();
        path = isInArray(open) ? null : parent ? `${parent}.${key}` : key;
        isKey = false;
      } else take(at + 1, end, "string");
      at = end;
    } else if (/[-\dtfn]/.test(letter)) {
      const end = at + (/^[-+.\w]+/.exec(text.slice(at, at + 400))?.[0].length ?? 1);
      take(at, end, "bare");
      at = end - 1;
    }
  }
  return [...parts, { literal: text.slice(literalFrom), value: "end", path: "" }];
}

function isInArray(open: readonly (string | null)[]): boolean {
  return open.includes(null);
}

function closingQuote(text: string, from: number): number {
  let at = from;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
