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

import { nearestName } from "../../core/did-you-mean.ts";
import { errorMessage } from "../../core/errors.ts";
import { configSchema, type Config } from "../../model/config.ts";
import { checkMeaning } from "./check-meaning.ts";
import { knownKeys } from "./known-keys.ts";

type Path = readonly PropertyKey[];

/** Something wrong in the file. Lines and columns count from 1. */
interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  /** "apis[0].stage"; empty for the file as a whole. */
  readonly where: string;
  readonly text: string;
}

export interface ParsedConfig {
  /** Undefined where there are problems. */
  readonly config: Config | undefined;
  /** In the order of the file. */
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the text of a gatewatch.config.yaml. All problems are found in one go: of the YAML, of the schema
 * (unknown names with what was probably meant), of what a value means. Does not throw.
 *
 * @param analyzerIds all that exist, so that a misspelt one is noticed.
 */
export function parseConfig(text: string, analyzerIds: readonly string[]): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const at = (offset: number, path: Path, message: string): ConfigProblem => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), where: pathText(path), text: message };
  };
  const yamlProblems = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    at(pos[0], [], message),
  );
  if (yamlProblems.length > 0) return { config: undefined, problems: inOrder(yamlProblems) };

  const lost = unresolvedAlias(document);
  if (lost)
    return { config: undefined, problems: [at(lost.range?.[0] ?? 0, [], `there is no &${lost.source}`)] };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return { config: undefined, problems: [at(0, [], errorMessage(error))] };
  }
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => {
            const path = [...issue.path, key];
            return at(keyOffset(document, issue.path, key), path, unknownKey(key, issue.path));
          })
        : [
            at(
              offsetOf(document, issue.path),
              issue.path,
              issueText(issue, issue.path, valueAt(value, issue.path)),
            ),
          ],
    );
    return { config: undefined, problems: inOrder(problems) };
  }
  const problems = checkMeaning(parsed.data, analyzerIds).map(({ path, text: message }) =>
    at(offsetOf(document, path), path, message),
  );
  return { config: problems.length > 0 ? undefined : parsed.data, problems: inOrder(problems) };
}

function unresolvedAlias(document: Document.Parsed): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

function unknownKey(key: string, parent: Path): string {
  const known = knownKeys(configSchema, parent);
  const nearest = nearestName(key, known);
  return nearest === undefined
    ? `there is no such setting; known here: ${known.join(", ")}`
    : `there is no such setting. Did you mean "${nearest}"?`;
}

interface Issue {
  readonly code?: string;
  readonly message: string;
  readonly values?: readonly unknown[];
}

function issueText(issue: Issue, where: Path, value: unknown): string {
  const seen = value === undefined ? "nothing" : JSON.stringify(value);
  if (value === null && where.length === 0) return "nothing is set in it; it needs at least `version: 1`";
  const wanted = issue.message.replace(/^Invalid input: |, received [^,]*$/g, "");
  const text = `${wanted}, seen ${seen.length > 60 ? `${seen.slice(0, 60)}...` : seen}`;
  if (issue.code !== "invalid_value" || typeof value !== "string") return text;
  const nearest = nearestName(value, (issue.values ?? []).map(String));
  return nearest === undefined ? text : `${text}. Did you mean "${nearest}"?`;
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return undefined;
    const next: unknown = Reflect.get(current, step);
    current = next;
  }
  return current;
}

/** Where the value stands, or the nearest thing around it that is there. */
function offsetOf(document: Document.Parsed, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const found: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return found.range[0];
  }
  return document.contents?.range[0] ?? 0;
}

function keyOffset(document: Document.Parsed, parent: Path, key: string): number {
  const map: unknown = parent.length === 0 ? document.contents : document.getIn(parent, true);
  if (isMap<Node>(map)) {
    const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair?.key.range) return pair.key.range[0];
  }
  return offsetOf(document, parent);
}

function pathText(path: Path): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number" ? `${text}[${step}]` : `${text}${text === "" ? "" : "."}${String(step)}`,
    "",
  );
}

function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return [...problems].sort((left, right) => left.line - right.line || left.column - right.column);
}
