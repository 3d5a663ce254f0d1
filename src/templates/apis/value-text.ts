import { isRecord } from "../../core/is-record.ts";
import { functionOf } from "../cloudformation/function-of.ts";
import type { Placeholders } from "./placeholders.ts";

/**
 * A property of a template as text: literal, or a placeholder for the function that it is. Undefined where it is neither, or
 * where it may turn out not to be there (AWS::NoValue) or is put in by a macro.
 */
export function valueText(value: unknown, placeholders: Placeholders): string | undefined {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") {
    if (value === "") return undefined;
    // A dynamic reference: CloudFormation resolves it wherever it stands.
    return value.includes("{{resolve:") ? placeholders.of(value) : value;
  }
  if (functionOf(value) === null || isOpen(value)) return undefined;
  return placeholders.of(value);
}

function isOpen(value: unknown): boolean {
  if (value === "AWS::NoValue") return true;
  if (Array.isArray(value)) return value.some(isOpen);
  return isRecord(value) && ("Fn::Transform" in value || Object.values(value).some(isOpen));
}
