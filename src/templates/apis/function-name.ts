import type { Template } from "../cloudformation/template.ts";
import { isRecord } from "../is-record.ts";
import type { Placeholders } from "./placeholders.ts";

/** The name of the function that an integration calls; null where it calls none, or none that can be told. */
export type FunctionOfTemplate = (uri: unknown) => string | null;

const FUNCTIONS = new Set(["AWS::Lambda::Function", "AWS::Serverless::Function"]);
const LITERAL = /:function:([A-Za-z0-9_-]+)/;

/**
 * The function of the template that a URI names, however it is put together, as a placeholder of its Ref, which is its name.
 * One under a condition of its own is left out: an alarm that names it could not be made where the function is not.
 */
export function functionName(
  uri: unknown,
  { resources }: Template,
  conditions: readonly string[],
  placeholders: Placeholders,
): string | null {
  for (const text of textsIn(uri)) {
    const literal = LITERAL.exec(text)?.[1];
    if (literal !== undefined) return literal;
    for (const [id = ""] of text.matchAll(/[A-Za-z0-9]+/g)) {
      const found = resources.get(id);
      if (found === undefined || !FUNCTIONS.has(found.type)) continue;
      const { condition } = found;
      const isThere = condition === null || (conditions.length === 1 && conditions[0] === condition);
      return isThere ? placeholders.of({ Ref: id }) : null;
    }
  }
  return null;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRecord(value) ? Object.values(value).flatMap(textsIn) : [];
}
