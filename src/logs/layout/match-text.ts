import type { LogField } from "../../catalog/log-fields.ts";
import type { TextPart } from "./layout.ts";

/** The values of a text line, or undefined where it is another kind of line. A value ends at the first occurrence of what follows. */
export function matchText(parts: readonly TextPart[], line: string): Map<LogField, string> | undefined {
  const values = new Map<LogField, string>();
  let at = 0;
  // A Format may begin with a variable, and so with any text; but a value does not begin as JSON does.
  if (parts[0]?.literal === "" && line.startsWith("{")) return undefined;
  for (const [index, part] of parts.entries()) {
    if (!line.startsWith(part.literal, at)) return undefined;
    at += part.literal.length;
    if (part.until === "end") break;
    const next = parts[index + 1]?.literal ?? "";
    let end = part.until === "line" ? line.length : line.indexOf(next, at);
    const isVerbsSpace = part.until === "route" && line[at] !== "$" && line[end + next.length] === "/";
    if (end >= 0 && isVerbsSpace) end = line.indexOf(next, end + 1);
    if (end < 0) return undefined;
    if (part.field !== null) values.set(part.field, line.slice(at, end));
    at = end;
  }
  return at === line.length ? values : undefined;
}
