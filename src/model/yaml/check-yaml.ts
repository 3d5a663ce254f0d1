import type { z } from "zod";

import { nearestName } from "../../core/did-you-mean.ts";
import { knownKeys } from "./known-keys.ts";
import {
  readPositionedYaml,
  type PositionedYaml,
  type TextProblem,
  type YamlPath,
} from "./positioned-yaml.ts";

export type CheckedYaml<Value> =
  | { readonly kind: "value"; readonly value: Value; readonly yaml: PositionedYaml }
  /** In the order of the file. */
  | { readonly kind: "problems"; readonly problems: readonly TextProblem[] };

/**
 * A YAML text against a schema: its value, or all that is wrong in one go, each with its place, unknown names with what
 * was probably meant. Does not throw.
 *
 * @param noun what a key of the file is called in messages: "setting".
 * @param atLeast what an empty file is told that it needs.
 */
export function checkYaml<Value>(
  text: string,
  schema: z.ZodType<Value>,
  { noun, atLeast }: { readonly noun: string; readonly atLeast: string },
): CheckedYaml<Value> {
  const yaml = readPositionedYaml(text);
  if (Array.isArray(yaml)) return { kind: "problems", problems: inFileOrder(yaml) };
  const parsed = schema.safeParse(yaml.value);
  if (parsed.success) return { kind: "value", value: parsed.data, yaml };
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) =>
          yaml.problemAtKey(issue.path, key, unknownKey(key, knownKeys(schema, issue.path), noun)),
        )
      : [yaml.problemAt(issue.path, issueText(issue, yaml.value, atLeast))],
  );
  return { kind: "problems", problems: inFileOrder(problems) };
}

export function inFileOrder(problems: readonly TextProblem[]): TextProblem[] {
  return [...problems].sort((left, right) => left.line - right.line || left.column - right.column);
}

function unknownKey(key: string, known: readonly string[], noun: string): string {
  const nearest = nearestName(key, known);
  return nearest === undefined
    ? `there is no such ${noun}; known here: ${known.join(", ")}`
    : `there is no such ${noun}. Did you mean "${nearest}"?`;
}

interface Issue {
  readonly code?: string;
  readonly path: YamlPath;
  readonly message: string;
  readonly values?: readonly unknown[];
}

function issueText(issue: Issue, root: unknown, atLeast: string): string {
  const value = valueAt(root, issue.path);
  const seen = value === undefined ? "nothing" : JSON.stringify(value);
  if (value === null && issue.path.length === 0) return `nothing is set in it; it needs at least ${atLeast}`;
  const wanted = issue.message.replace(/^Invalid input: |, received [^,]*$/g, "");
  const text = `${wanted}, seen ${seen.length > 60 ? `${seen.slice(0, 60)}...` : seen}`;
  if (issue.code !== "invalid_value" || typeof value !== "string") return text;
  const nearest = nearestName(value, (issue.values ?? []).map(String));
  return nearest === undefined ? text : `${text}. Did you mean "${nearest}"?`;
}

function valueAt(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return undefined;
    const next: unknown = Reflect.get(current, step);
    current = next;
  }
  return current;
}
