/**
 * Members for a section of a template as an edit of its text, in the section's own style:
 *
 * - block style (YAML): a block of lines between two marker comments behind the section's last line;
 * - flow style (JSON, and YAML in braces): members behind the last one, since no comment can stand there;
 * - no such section: one of its own, before Resources.
 */
import { isMap, isScalar, type YAMLMap } from "yaml";
import { ToolError } from "../../core/errors.ts";
import { blockLines } from "./block-lines.ts";
import { contentEnd } from "./content-end.ts";
import type { Edit } from "./edit.ts";
import { flowMembers } from "./flow-members.ts";
import type { Member } from "./member.ts";
import { beginMarker, endMarker, type Section } from "./markers.ts";
import { endOfMember, lineEndOf, lineStartOf, membersOf, newlineOf, type MapMember } from "./template-map.ts";

const USUAL_INDENT = 2;

export function sectionEdit(
  text: string,
  root: YAMLMap,
  section: Section,
  members: readonly Member[],
): Edit | null {
  if (members.length === 0) return null;
  const sections = membersOf(root);
  const found = sections.find(({ name }) => name === section);
  const resources = sections.find(({ name }) => name === "Resources");
  if (resources === undefined) throw cannotChange("it has no section Resources");
  if (root.flow === true) {
    return found === undefined
      ? newFlowSection(text, root, resources, section, members)
      : inFlow(text, found, members);
  }
  if (found === undefined) return newBlockSection(text, resources, section, members);
  if (isMap(found.value)) {
    return found.value.flow === true
      ? inFlow(text, found, members)
      : inBlock(text, found, found.value, section, members);
  }
  const isEmpty = isScalar(found.value) && found.value.source === "";
  if (!isEmpty) throw cannotChange(`its section ${section} is no map that is written out`);
  const at = lineEndOf(text, found.start);
  const indent = columnOf(text, found.start) + stepOf(text, resources);
  return between(text, at, indent, section, blockLines(members, indent, stepOf(text, resources)));
}

function inBlock(
  text: string,
  { start }: MapMember,
  map: YAMLMap,
  section: Section,
  members: readonly Member[],
): Edit {
  const [first] = membersOf(map);
  const indent = columnOf(text, first?.start ?? start);
  const step = first && isMap(first.value) ? innerStep(text, indent, first.value) : USUAL_INDENT;
  const last = membersOf(map).at(-1);
  const at = contentEnd(text, map, last?.start ?? start);
  return between(text, at, indent, section, blockLines(members, indent, step));
}

function newBlockSection(
  text: string,
  resources: MapMember,
  section: Section,
  members: readonly Member[],
): Edit {
  const indent = columnOf(text, resources.start);
  const step = stepOf(text, resources);
  const pad = " ".repeat(indent);
  const lines = [`${pad}${section}:`, ...blockLines(members, indent + step, step)];
  // Remarks right above Resources are about Resources.
  let at = lineStartOf(text, resources.start);
  for (let above = lineStartOf(text, at - 1); at > 0; above = lineStartOf(text, at - 1)) {
    if (!text.slice(above, at).startsWith(`${pad}#`)) break;
    at = above;
  }
  return between(text, at, indent, section, lines);
}

/** Whole lines, whatever stands around them; the text's last line may have no end. */
function between(text: string, at: number, indent: number, section: Section, lines: readonly string[]): Edit {
  const newline = newlineOf(text);
  const pad = " ".repeat(indent);
  const block = [pad + beginMarker(section), ...lines, pad + endMarker(section)].join(newline);
  const isOpen = at === text.length && at > 0 && text[at - 1] !== "\n";
  return { start: at, end: at, text: isOpen ? newline + block : block + newline };
}

function inFlow(text: string, { value, start }: MapMember, members: readonly Member[]): Edit {
  if (!isMap(value) || !value.range) throw cannotChange("one of its sections is no map that is written out");
  const all = membersOf(value);
  const last = all.at(-1);
  if (last === undefined) {
    const at = value.range[0] + 1;
    const outer = gapBefore(text, start);
    const gap = outer.includes("\n") ? `${outer}${" ".repeat(USUAL_INDENT)}` : "";
    return { start: at, end: at, text: gap + flowMembers(members, gap) };
  }
  const gap = gapBefore(text, last.start);
  const at = endOfMember(last);
  return { start: at, end: at, text: `,${gap}${flowMembers(members, gap)}` };
}

function newFlowSection(
  text: string,
  root: YAMLMap,
  resources: MapMember,
  section: Section,
  members: readonly Member[],
): Edit {
  const outer = gapBefore(text, resources.start);
  const [first] = membersOf(root);
  const inner = isMap(resources.value) ? membersOf(resources.value)[0] : first;
  const gap = inner === undefined ? "" : gapBefore(text, inner.start);
  const body = `${gap}${flowMembers(members, gap)}${outer.includes("\n") ? outer : ""}`;
  const at = resources.start;
  const colon = gap.includes("\n") ? ": " : ":";
  return { start: at, end: at, text: `${JSON.stringify(section)}${colon}{${body}},${outer}` };
}

/** The white space before a key, from the last line break on. */
function gapBefore(text: string, at: number): string {
  return /(?:\r?\n)?[^\S\r\n]*$/.exec(text.slice(0, at))?.[0] ?? "";
}

function columnOf(text: string, at: number): number {
  return at - lineStartOf(text, at);
}

/** By how much the template indents, told from its resources. */
function stepOf(text: string, resources: MapMember): number {
  return isMap(resources.value) && resources.value.flow !== true
    ? innerStep(text, columnOf(text, resources.start), resources.value)
    : USUAL_INDENT;
}

function innerStep(text: string, indent: number, map: YAMLMap): number {
  const [inner] = membersOf(map);
  const step = inner && map.flow !== true ? columnOf(text, inner.start) - indent : 0;
  return step > 0 ? step : USUAL_INDENT;
}

function cannotChange(why: string): ToolError {
  return new ToolError("E_BAD_INPUT", `alarms cannot be injected into this template: ${why}`, {
    hint: 'Nothing was changed. "gatewatch alarms synth --format cloudformation" writes a template of its own.',
  });
}
