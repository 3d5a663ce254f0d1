/** Takes out what was injected before, and leaves every other byte as it was. */
import { isMap, Lexer, type YAMLMap } from "yaml";
import { ToolError } from "../../core/errors.ts";
import { applyEdits, type Edit } from "./edit.ts";
import {
  CONDITION_PREFIX,
  INJECTED_TYPES,
  markerOf,
  PARAMETER_MARK,
  SECTION_MARK,
  SECTIONS,
  type Section,
} from "./markers.ts";
import {
  endOfMember,
  lineEndOf,
  lineStartOf,
  membersOf,
  templateMap,
  type MapMember,
} from "./template-map.ts";

/** Errors: E_BAD_INPUT where a marker has lost its other half, so that nobody can tell what is ours. */
export function removeInjected(text: string): string {
  const withoutBlocks = applyEdits(text, markedBlocks(text));
  if (!withoutBlocks.includes("Gatewatch")) return withoutBlocks;
  const root = templateMap(withoutBlocks);
  return root === null ? withoutBlocks : applyEdits(withoutBlocks, flowEdits(root));
}

/** Blocks between two markers, whole lines. */
function markedBlocks(text: string): readonly Edit[] {
  if (!text.includes("# gatewatch:")) return [];
  const edits: Edit[] = [];
  let open: { readonly start: number; readonly word: string } | null = null;
  for (const { offset, comment } of commentsOf(text)) {
    const marker = markerOf(comment);
    const start = lineStartOf(text, offset);
    if (marker === null || text.slice(start, offset).trim() !== "") continue;
    if ((marker.edge === "begin") !== (open === null) || (open !== null && open.word !== marker.word)) {
      throw lostMarker(text, offset, comment);
    }
    if (open === null) {
      open = { start, word: marker.word };
      continue;
    }
    const end = lineEndOf(text, offset);
    const isOpenEnded = end === text.length && text[end - 1] !== "\n";
    // It was put behind a last line without an end.
    const broken = isOpenEnded ? (/\r?\n$/.exec(text.slice(0, open.start))?.[0].length ?? 0) : 0;
    edits.push({ start: open.start - broken, end, text: "" });
    open = null;
  }
  if (open !== null) throw lostMarker(text, open.start, `# gatewatch:begin ${open.word}`);
  return edits;
}

/** Comments proper: within a text (a script, a template in a template) the same characters are none. */
function commentsOf(text: string): readonly { readonly offset: number; readonly comment: string }[] {
  const found: { offset: number; comment: string }[] = [];
  let offset = 0;
  let isScalar = false;
  for (const token of new Lexer().lex(text)) {
    // Signs of the lexer itself, which stand nowhere in the text.
    if (token === "\u0002" || token === "\u0018" || token === "\u001f") {
      isScalar = token === "\u001f";
      continue;
    }
    if (!isScalar && token.startsWith("#")) found.push({ offset, comment: token });
    isScalar = false;
    offset += token.length;
  }
  return found;
}

function flowEdits(root: YAMLMap): readonly Edit[] {
  const sections = membersOf(root);
  return SECTIONS.flatMap((name): Edit[] => {
    const at = sections.findIndex((section) => section.name === name);
    const section = sections[at];
    if (!section || !isMap(section.value) || section.value.flow !== true) return [];
    const map = section.value;
    const next = sections[at + 1];
    const all = membersOf(map);
    const own = all.map((member) => isOwn(name, member));
    if (!own.includes(true)) return [];
    if (!own.includes(false) && next && all.some(cameWithSection)) {
      return [{ start: section.start, end: next.start, text: "" }];
    }
    return runs(own).map(([from, to]): Edit => {
      const before = all[from - 1];
      const after = all[to];
      const end = endOfMember(all[to - 1]);
      if (before) return { start: endOfMember(before), end, text: "" };
      if (after) return { start: all[from]?.start ?? 0, end: after.start, text: "" };
      return { start: (map.range?.[0] ?? 0) + 1, end, text: "" };
    });
  });
}

function isOwn(section: Section, { name, value }: MapMember): boolean {
  if (section === "Conditions") return name.startsWith(CONDITION_PREFIX);
  if (!isMap(value)) return false;
  if (section === "Resources") {
    const type: unknown = value.get("Type");
    return (
      typeof type === "string" &&
      INJECTED_TYPES.includes(type) &&
      typeof value.getIn(["Metadata", "Gatewatch", "Key"]) === "string"
    );
  }
  const description: unknown = value.get("Description");
  return (
    typeof description === "string" &&
    (description.startsWith(PARAMETER_MARK) || description.startsWith(SECTION_MARK))
  );
}

function cameWithSection({ value }: MapMember): boolean {
  const description: unknown = isMap(value) ? value.get("Description") : null;
  return typeof description === "string" && description.startsWith(SECTION_MARK);
}

/** Stretches of true as [from, to). */
function runs(flags: readonly boolean[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  flags.forEach((flag, index) => {
    const last = found.at(-1);
    if (flag && last?.[1] === index) last[1] = index + 1;
    else if (flag) found.push([index, index + 1]);
  });
  return found;
}

function lostMarker(text: string, offset: number, comment: string): ToolError {
  const line = text.slice(0, offset).split("\n").length;
  return new ToolError("E_BAD_INPUT", `line ${line}: "${comment.slice(0, 40)}" has lost its other half`, {
    hint: "Nothing was changed. Take out by hand what Gatewatch once wrote, with both of its markers.",
  });
}
