import { isAlias, isCollection, isPair, isScalar } from "yaml";
import { lineEndOf } from "./template-map.ts";

/**
 * Where the last line of a node in block style ends, its line break included: behind a remark on the same line, before
 * blank lines and remarks that follow, except that a block scalar which keeps its blank lines (`|+`) keeps them.
 */
export function contentEnd(text: string, node: unknown, otherwise: number): number {
  const last = lastOf(node);
  const range = isScalar(last) || isAlias(last) || isCollection(last) ? last.range : null;
  let end = Math.max(range?.[1] ?? otherwise, otherwise);
  const isBlock = isScalar(last) && (last.type === "BLOCK_LITERAL" || last.type === "BLOCK_FOLDED");
  if (!isBlock) return lineEndOf(text, end);
  const header = text.slice(range?.[0] ?? 0, lineEndOf(text, range?.[0] ?? 0));
  if (!/^[|>]\d?\+|^[|>]\+\d?/.test(header)) {
    // Its blank lines at the end are no part of it.
    const trimmed = text.slice(0, end).replace(/\s+$/, "").length;
    end = lineEndOf(text, Math.max(trimmed, otherwise));
  }
  return end === 0 || text[end - 1] === "\n" ? end : lineEndOf(text, end);
}

/** The last leaf in block style; a collection in flow style is one. */
function lastOf(node: unknown): unknown {
  if (!isCollection(node) || node.flow === true) return node;
  const item: unknown = node.items.at(-1);
  if (!isPair(item)) return item === undefined ? node : lastOf(item);
  // A key without a value ends with itself.
  const value = isScalar(item.value) && item.value.source === "" ? null : item.value;
  return value === null ? item.key : lastOf(value);
}
