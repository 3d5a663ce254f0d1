import { isRecord } from "../../core/is-record.ts";
import { Pending } from "./pending.ts";
import type { TerraformResource } from "./terraform-module.ts";

/** One of what count or for_each makes of a resource. */
export interface ResourceInstance {
  /** What stands behind the address: `[0]`, `["eu"]`; empty where the resource is but one. */
  readonly suffix: string;
  /** Values of `count` and `each` inside of it. */
  readonly roots: Readonly<Record<string, unknown>>;
}

export const SINGLE: ResourceInstance = { suffix: "", roots: {} };

/** More than a module has by hand. */
const MOST = 200;

/**
 * All instances of a resource; null where their number is known to Terraform alone.
 *
 * @param evaluate for the values of count and for_each.
 */
export function resourceInstances(
  { body }: TerraformResource,
  evaluate: (value: unknown) => unknown,
): ResourceInstance[] | null {
  if (body["count"] !== undefined) {
    const count = Number(evaluate(body["count"]));
    if (!Number.isInteger(count) || count < 0 || count > MOST) return null;
    return Array.from({ length: count }, (_, index) => ({
      suffix: `[${index}]`,
      roots: { count: { index } },
    }));
  }
  if (body["for_each"] === undefined) return [SINGLE];
  const entries = forEachEntries(evaluate(body["for_each"]));
  if (entries === null || entries.length > MOST) return null;
  return entries.map(([key, value]) => ({ suffix: `["${key}"]`, roots: { each: { key, value } } }));
}

/** A set's members are keys and values alike. */
function forEachEntries(value: unknown): [string, unknown][] | null {
  if (value instanceof Pending) return null;
  if (isRecord(value)) return Object.entries(value);
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) return null;
  return value.map((item) => [item, item]);
}
