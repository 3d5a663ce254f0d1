import {
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node,
} from "yaml";

import { errorMessage } from "../../core/errors.ts";

export type YamlPath = readonly PropertyKey[];

/** Something wrong in a file. Lines and columns count from 1. */
export interface TextProblem {
  readonly line: number;
  readonly column: number;
  /** "apis[0].stage"; empty for the file as a whole. */
  readonly where: string;
  readonly text: string;
}

export interface PositionedYaml {
  /** Objects, lists, text, numbers, booleans and null. */
  readonly value: unknown;
  /**
   * A problem with the value at a path, or with the nearest thing around it that is there; `offset` characters into a text
   * that stands on one line.
   */
  readonly problemAt: (path: YamlPath, text: string, offset?: number) => TextProblem;
  readonly problemAtKey: (parent: YamlPath, key: string, text: string) => TextProblem;
  /** A single value as it is written: YAML takes 0x30 for 48. Undefined for lists, objects and what is not there. */
  readonly writtenAt: (path: YamlPath) => string | undefined;
}

/** The value of a YAML text and where in it things are; or all that is wrong with the YAML itself. Does not throw. */
export function readPositionedYaml(text: string): PositionedYaml | TextProblem[] {
  const lines = new LineCounter();
  const at = (offset: number, path: YamlPath, message: string): TextProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), where: pathText(path), text: message };
  };
  let document: Document.Parsed;
  let value: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
    const problems = [...document.errors, ...document.warnings];
    if (problems.length > 0) return problems.map(({ pos, message }) => at(pos[0], [], message));
    const lost = unusableAlias(document);
    if (lost) return [at(lost.alias.range?.[0] ?? 0, [], lost.problem)];
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return [at(0, [], errorMessage(error))];
  }
  return {
    value,
    problemAt: (path, message, offset = 0) =>
      at(offsetOf(document, path) + within(document, path, offset), path, message),
    problemAtKey: (parent, key, message) => at(keyOffset(document, parent, key), [...parent, key], message),
    writtenAt: (path) => {
      const found: unknown = document.getIn(path, true);
      if (!isScalar(found)) return undefined;
      return found.source ?? String(found.value);
    },
  };
}

function within(document: Document.Parsed, path: YamlPath, offset: number): number {
  if (offset === 0) return 0;
  const found: unknown = document.getIn(path, true);
  if (!isScalar(found) || found.type === "BLOCK_FOLDED" || found.type === "BLOCK_LITERAL") return 0;
  return found.type === "PLAIN" ? offset : offset + 1;
}

/** An alias of nothing, or of something that it is part of itself. */
function unusableAlias(document: Document.Parsed): { alias: Alias; problem: string } | undefined {
  let found: { alias: Alias; problem: string } | undefined;
  visit(document, {
    Alias: (_key, alias, ancestors) => {
      const target = alias.resolve(document);
      if (target === undefined) found = { alias, problem: `there is no &${alias.source}` };
      else if (ancestors.includes(target)) {
        found = { alias, problem: `*${alias.source} is part of &${alias.source} itself` };
      }
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

/** Where the value stands, or the nearest thing around it that is there. */
function offsetOf(document: Document.Parsed, path: YamlPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const found: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return found.range[0];
  }
  return document.contents?.range[0] ?? 0;
}

function keyOffset(document: Document.Parsed, parent: YamlPath, key: string): number {
  const map: unknown = parent.length === 0 ? document.contents : document.getIn(parent, true);
  if (isMap<Node>(map)) {
    const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair?.key.range) return pair.key.range[0];
  }
  return offsetOf(document, parent);
}

function pathText(path: YamlPath): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number" ? `${text}[${step}]` : `${text}${text === "" ? "" : "."}${String(step)}`,
    "",
  );
}
