import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { isRecord } from "../../core/is-record.ts";
import type { Template } from "../cloudformation/template.ts";
import { subPieces } from "../cloudformation/sub-pieces.ts";
import type { Placeholders } from "./placeholders.ts";
import { referenceOf } from "./reference-of.ts";

/** The name of the function that an integration calls; null where it calls none, or none that can be told. */
export type FunctionOfTemplate = (uri: unknown) => string | null;

const FUNCTIONS = new Set(["AWS::Lambda::Function", "AWS::Serverless::Function"]);

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
  for (const { id, text } of partsOf(uri)) {
    const literal = functionOfArn(text);
    if (literal !== null) return literal;
    const found = id === null ? undefined : resources.get(id);
    if (id === null || found === undefined || !FUNCTIONS.has(found.type)) continue;
    return isThereWith(found.condition, conditions) ? placeholders.of({ Ref: id }) : null;
  }
  return null;
}

/** Whether what stands under a condition, or none, is there wherever a stage under these conditions is. */
export function isThereWith(condition: string | null, conditions: readonly string[]): boolean {
  return condition === null || (conditions.length === 1 && conditions[0] === condition);
}

/** A literal text, or what a function of the template refers to. */
interface UriPart {
  readonly id: string | null;
  readonly text: string | null;
}

/** All that a value is put together of, in order. */
export function partsOf(value: unknown): readonly UriPart[] {
  const id = referenceOf(value);
  if (id !== null) return [{ id, text: null }];
  if (typeof value === "string") {
    return subPieces(value).map((piece) =>
      "text" in piece ? { id: null, text: piece.text } : { id: piece.name.split(".")[0] ?? null, text: null },
    );
  }
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return isRecord(value) ? Object.values(value).flatMap(partsOf) : [];
}
