import { commentMembers, styledDocument, styledText } from "../emitters/cloudformation/styled-yaml.ts";
import type { Member } from "./member.ts";

/**
 * Members as lines of YAML in block style.
 *
 * @param indent spaces before a member.
 * @param step spaces by which each level below is indented.
 */
export function blockLines(members: readonly Member[], indent: number, step: number): readonly string[] {
  const document = styledDocument(Object.fromEntries(members.map(({ id, value }) => [id, value])));
  commentMembers(document.contents, new Map(members.map(({ id, comment }) => [id, comment])));
  const pad = " ".repeat(indent);
  return styledText(document, step)
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : pad + line));
}
