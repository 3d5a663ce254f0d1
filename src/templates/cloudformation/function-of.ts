import { isRecord } from "../../core/is-record.ts";

/** Name and argument of an intrinsic function: an object with one member, "Ref", "Condition" or "Fn::...". */
export function functionOf(value: unknown): { readonly name: string; readonly argument: unknown } | null {
  if (!isRecord(value)) return null;
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0) return null;
  const [name, argument] = entry;
  return name === "Ref" || name === "Condition" || name.startsWith("Fn::") ? { name, argument } : null;
}
