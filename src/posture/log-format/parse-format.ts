/** One `$context` variable where it stands in a Format. */
interface FormatVariable {
  /** Without `$context.` */
  readonly name: string;
  /** Within double quotes. */
  readonly isQuoted: boolean;
}

/** A Format, by what it holds. */
export interface ParsedFormat {
  readonly variables: readonly FormatVariable[];
  /** It is JSON once every variable has a value. */
  readonly isJson: boolean;
  readonly isOneLine: boolean;
  readonly sizeBytes: number;
}

const VARIABLE = /\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g;

/**
 * Reads a stage's Format. Does not throw: whatever is no variable is text.
 *
 * Edge cases: a backslash takes a quote's meaning away, as in JSON; a line break at the very end is allowed.
 */
export function parseFormat(format: string): ParsedFormat {
  const variables: FormatVariable[] = [];
  let isQuoted = false;
  let position = 0;
  for (const match of format.matchAll(VARIABLE)) {
    isQuoted = isQuotedAfter(format.slice(position, match.index), isQuoted);
    position = match.index + match[0].length;
    variables.push({ name: match[1] ?? "", isQuoted });
  }
  return {
    variables,
    isJson: isJsonObject(format.replaceAll(VARIABLE, "0")),
    isOneLine: !/[\r\n]/.test(format.replace(/(?:\r?\n|\\n)$/, "")),
    sizeBytes: new TextEncoder().encode(format).length,
  };
}

function isQuotedAfter(text: string, before: boolean): boolean {
  const quotes = text.replaceAll(/\\./g, "").split('"').length - 1;
  return quotes % 2 === 0 ? before : !before;
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
