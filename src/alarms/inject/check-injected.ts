import { ToolError } from "../../core/errors.ts";
import { isRecord, recordOf } from "../../core/is-record.ts";
import { applyShortTag } from "../../templates/cloudformation/short-tag.ts";
import { parseDocument } from "../../templates/document/parse-document.ts";
import type { Section } from "./markers.ts";
import type { Member } from "./member.ts";

/**
 * Reads what was made and compares: everything that stood there before still says the same, and everything added says what it
 * should. A template written in a way that nobody thought of is refused instead of being broken.
 */
export function checkInjected({
  before,
  after,
  file,
  members,
}: {
  readonly before: unknown;
  readonly after: string;
  readonly file: string;
  readonly members: Readonly<Record<Section, readonly Member[]>>;
}): void {
  const rest: Record<string, unknown> = { ...recordOf(parsed(after, file)) };
  for (const [section, added] of Object.entries(members)) {
    if (added.length === 0) continue;
    const others: Record<string, unknown> = { ...recordOf(rest[section]) };
    for (const { id, value, marked } of added) {
      if (!isSame(others[id], value) && !isSame(others[id], marked)) throw refusal(file);
      delete others[id];
    }
    const was = recordOf(before)[section];
    const isEmpty = Object.keys(others).length === 0;
    // A section that was not there, or was there without a value, is no difference.
    if (!isEmpty || isRecord(was)) rest[section] = others;
    else if (was === undefined) delete rest[section];
    else rest[section] = was;
  }
  if (!isSame(rest, before)) throw refusal(file);
}

function parsed(text: string, file: string): unknown {
  try {
    return parseDocument(text, file, applyShortTag).value;
  } catch (cause) {
    throw refusal(file, cause);
  }
}

/** The order of members does not count. */
function isSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isSame(item, right[index]))
    );
  }
  if (!isRecord(left) || !isRecord(right)) return left === right;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]))
  );
}

function refusal(file: string, cause?: unknown): ToolError {
  return new ToolError(
    "E_BAD_INPUT",
    `alarms cannot be injected into ${file} without touching the rest of it`,
    {
      hint: 'Nothing was changed. "gatewatch alarms synth --format cloudformation" writes a template of its own.',
      cause,
    },
  );
}
