import { isAlias, isMap, isScalar, isSeq, type Pair, type Scalar } from "yaml";

import type { ApplyTag } from "./document.ts";
import { DOCUMENT_LIMITS } from "./limits.ts";

type Refuse = (offset: number | undefined, problem: string) => never;

/**
 * Values of a parsed YAML document. Aliases and merge keys (`<<`) are followed, each time anew, up to a number that a bomb
 * exceeds. A number that would not be written the same way again ("012345678901", "1.0") stays text, because it may be an
 * account id; who expects a number reads it as one.
 */
export function toPlain(contents: unknown, applyTag: ApplyTag, refuse: Refuse): unknown {
  const anchors = new Map<string, unknown>();
  let unfolding = 0;
  let unfolded = 0;

  const convert = (node: unknown, depth: number): unknown => {
    const offset = offsetOf(node);
    if (unfolding > 0) unfolded += 1;
    if (unfolded > DOCUMENT_LIMITS.unfolded) {
      return refuse(offset, `aliases unfold to more than ${DOCUMENT_LIMITS.unfolded} values`);
    }
    if (depth > DOCUMENT_LIMITS.depth) {
      return refuse(offset, `lists and objects lie more than ${DOCUMENT_LIMITS.depth} deep`);
    }
    if (isAlias(node)) {
      if (!anchors.has(node.source)) return refuse(offset, `there is no &${node.source} before this`);
      unfolding += 1;
      const value = convert(anchors.get(node.source), depth + 1);
      unfolding -= 1;
      return value;
    }
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      const value = isScalar(node)
        ? scalarValue(node)
        : isSeq(node)
          ? node.items.map((item) => convert(item, depth + 1))
          : fromMap(node.items, depth);
      const tagged = node.tag?.startsWith("!") === true ? applyTag(node.tag.slice(1), value) : undefined;
      return tagged === undefined ? value : tagged;
    }
    return null;
  };

  const fromMap = (items: readonly Pair[], depth: number): unknown => {
    const own: [string, unknown][] = [];
    const merged: [string, unknown][] = [];
    for (const { key, value } of items) {
      if (!isScalar(key)) return refuse(offsetOf(key), "a key is no text");
      const name = key.source ?? String(key.value);
      const plain = convert(value, depth + 1);
      if (name !== "<<") own.push([name, plain]);
      else {
        // The first of several wins, and all that stands beside the key wins over what is merged.
        for (const part of [plain].flat().reverse()) {
          if (typeof part === "object" && part !== null) merged.push(...Object.entries(part));
        }
      }
    }
    return Object.fromEntries([...merged, ...own]);
  };

  return convert(contents, 0);
}

function scalarValue({ value, source, type, tag }: Scalar): unknown {
  if (tag?.startsWith("!") === true && type === "PLAIN") return source ?? value;
  if (typeof value === "number" || typeof value === "bigint") {
    return String(value) === source ? Number(value) : (source ?? String(value));
  }
  if (value === undefined || value instanceof Date) return source ?? null;
  return value;
}

function offsetOf(node: unknown): number | undefined {
  return isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined;
}
