import { jsonText } from "../emitters/json-text.ts";
import type { Member } from "./member.ts";

/**
 * Members as JSON, which is YAML in flow style too.
 *
 * @param gap what stands before each: a line break and its indentation, or nothing where all stands on one line.
 */
export function flowMembers(members: readonly Member[], gap: string): string {
  const lineBreak = /[^\S\n]*$/.exec(gap);
  const isOneLine = !gap.includes("\n");
  const indent = lineBreak?.[0] ?? "";
  const unit = indent.includes("\t") ? "\t" : " ".repeat(Math.max(1, Math.round(indent.length / 2)));
  const newline = gap.includes("\r\n") ? "\r\n" : "\n";
  return members
    .map(({ id, marked }) => {
      if (isOneLine) return `${JSON.stringify(id)}:${jsonText(marked, 0)}`;
      const text = jsonText(marked, 1).replaceAll(/\n( *)/g, (_, spaces: string) => {
        return newline + indent + unit.repeat(spaces.length);
      });
      return `${JSON.stringify(id)}: ${text}`;
    })
    .join(`,${gap}`);
}
