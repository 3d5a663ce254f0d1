import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import { Pending } from "./pending.ts";

type TerraformFunction = (values: readonly unknown[]) => unknown;

/**
 * The functions that alarms are written with. Each gives undefined where its arguments are not what it takes or are not
 * known well enough. Source: Terraform language, "Built-in functions" (2026).
 */
export const TERRAFORM_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  coalesce: (values) => {
    const found = values.find((value) => value !== null && value !== "");
    return found instanceof Pending ? undefined : found;
  },
  compact: ([list]) =>
    areKnown(list) ? listOf(list).filter((item) => item !== null && item !== "") : undefined,
  concat: (lists) => (lists.every((list) => Array.isArray(list)) ? lists.flat() : undefined),
  format: ([pattern, ...values]) => formatted(pattern, values),
  join: ([separator, list]) =>
    typeof separator === "string" && areKnown(list) && listOf(list).every(isPlain)
      ? listOf(list).join(separator)
      : undefined,
  lookup: ([map, key, fallback]) =>
    isRecord(map) && typeof key === "string" ? (Object.hasOwn(map, key) ? map[key] : fallback) : undefined,
  lower: ([text]) => (typeof text === "string" ? text.toLowerCase() : undefined),
  max: (values) => (values.every(isNumber) ? Math.max(...values) : undefined),
  merge: (maps) =>
    maps.every((map) => isRecord(map) && !(map instanceof Pending))
      ? Object.fromEntries(maps.flatMap((map) => Object.entries(recordOf(map))))
      : undefined,
  min: (values) => (values.every(isNumber) ? Math.min(...values) : undefined),
  tolist: ([list]) => (Array.isArray(list) ? list : undefined),
  tonumber: ([value]) => {
    const number = isPlain(value) && value !== "" ? Number(value) : Number.NaN;
    return Number.isFinite(number) ? number : undefined;
  },
  toset: ([list]) => (areKnown(list) ? [...new Set(listOf(list))] : undefined),
  tostring: ([value]) => (isPlain(value) ? String(value) : undefined),
  upper: ([text]) => (typeof text === "string" ? text.toUpperCase() : undefined),
};

function isPlain(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function areKnown(list: unknown): boolean {
  return Array.isArray(list) && !list.some((item) => item instanceof Pending);
}

/** `%s`, `%v`, `%d` and `%%`; other verbs are not followed. */
function formatted(pattern: unknown, values: readonly unknown[]): string | undefined {
  if (typeof pattern !== "string" || !values.every(isPlain)) return undefined;
  const verbs = pattern.match(/%./g) ?? [];
  if (!verbs.every((verb) => /%[svd%]/.test(verb))) return undefined;
  if (verbs.filter((verb) => verb !== "%%").length !== values.length) return undefined;
  let index = 0;
  return pattern.replace(/%([svd%])/g, (_whole, verb) => {
    if (verb === "%") return "%";
    index += 1;
    return String(values[index - 1]);
  });
}
