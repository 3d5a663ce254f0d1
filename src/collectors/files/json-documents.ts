/**
 * The JSON values of a text that holds one after another, as the answers of several calls do when they are
 * appended to one file.
 *
 * Shape: in order; `damaged` counts what is not JSON: a value cut short at the end, or text between values.
 * Edge cases: an empty text holds none.
 */
export function parseJsonDocuments(text: string): { readonly values: unknown[]; readonly damaged: number } {
  const whole = tryParse(text);
  if (whole) return { values: [whole.value], damaged: 0 };
  const values: unknown[] = [];
  let damaged = 0;
  let position = 0;
  while (position < text.length) {
    const end = documentEnd(text, position);
    const piece = text.slice(position, end);
    position = end;
    if (piece.trim() === "") continue;
    const parsed = tryParse(piece);
    if (parsed) values.push(parsed.value);
    else damaged += 1;
  }
  return { values, damaged };
}

/** Where the object or array that starts at or after `start` ends, by counting brackets outside of strings. */
function documentEnd(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth <= 0) return index + 1;
    }
  }
  return text.length;
}

function tryParse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
