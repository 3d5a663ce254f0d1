/** Deeper members are left out. */
const MAX_DEPTH = 64;

/**
 * The scalars of a JSON value with their paths, keys joined by dots, in order. Null becomes the empty text, numbers and
 * booleans their text. What lies in arrays is left out: no access log has them.
 */
export function flattenScalars(value: unknown): [path: string, text: string][] {
  const found: [string, string][] = [];
  collect(value, "", 0, found);
  return found;
}

function collect(value: unknown, path: string, depth: number, found: [string, string][]): void {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > MAX_DEPTH) return;
  for (const [key, member] of Object.entries(value)) {
    const memberPath = path === "" ? key : `${path}.${key}`;
    if (member === null) found.push([memberPath, ""]);
    else if (typeof member === "string") found.push([memberPath, member]);
    else if (typeof member === "number" || typeof member === "boolean")
      found.push([memberPath, String(member)]);
    else collect(member, memberPath, depth + 1, found);
  }
}
