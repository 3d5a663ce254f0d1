import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Pair,
} from "yaml";

import { errorMessage } from "../../core/errors.ts";
import { badDocument } from "./bad-document.ts";
import type { ApplyTag, SourceDocument } from "./document.ts";
import { toPlain } from "./to-plain.ts";

/** Errors: E_BAD_INPUT with line and column; where there are several, the first, and how many more. */
export function parseYaml(text: string, file: string, applyTag: ApplyTag): SourceDocument {
  const lines = new LineCounter();
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = readOne(text, file, lines);
  const [first] = document.errors;
  if (first !== undefined) {
    const others = document.errors.length - 1;
    const more = others === 0 ? "" : ` (and ${others} more)`;
    throw badDocument(file, at(first.pos[0]), `${sentence(first.code, first.message)}${more}`);
  }
  const refuse = (offset: number | undefined, problem: string): never => {
    throw badDocument(file, offset === undefined ? null : at(offset), problem);
  };
  return {
    value: toPlain(document.contents, applyTag, refuse),
    lineOf: (path) => {
      const offset = offsetOf(document, path);
      return offset === null ? null : at(offset).line;
    },
  };
}

function readOne(text: string, file: string, lines: LineCounter): Document.Parsed {
  try {
    const found = parseAllDocuments(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: "silent",
      version: "1.2",
    });
    const [first, second] = found;
    if (second !== undefined) {
      const { line } = lines.linePos(second.range[0]);
      throw badDocument(
        file,
        { line: Math.max(1, line), column: 1 },
        "a second document starts here, where one is expected",
      );
    }
    if (first === undefined) throw badDocument(file, null, "the file is empty");
    return first;
  } catch (error) {
    // The composer is recursive: brackets by the ten thousand exhaust the stack.
    if (error instanceof RangeError)
      throw badDocument(file, null, `it cannot be parsed: ${errorMessage(error)}`);
    throw error;
  }
}

/** The parser's message, in words of the file where its own are of the parser. */
function sentence(code: string, message: string): string {
  if (code === "DUPLICATE_KEY") return "the same key stands twice in one object";
  if (code === "TAB_AS_INDENT") return "a tab is used as indentation, which YAML does not allow";
  return message;
}

/** Where the key stands whose value a path leads to, or the item of a list. */
function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number | null {
  let node: unknown = document.contents;
  let offset: number | null = null;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find((item) => keyText(item) === String(step));
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function keyText(pair: unknown): string | undefined {
  if (!isPair(pair) || !isScalar(pair.key)) return undefined;
  return pair.key.source ?? String(pair.key.value);
}

function startOf(node: unknown): number | null {
  return isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? null) : null;
}
