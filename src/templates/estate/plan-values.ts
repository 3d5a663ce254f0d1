import { recordOf } from "../../core/is-record.ts";
import type { PlannedResource } from "../terraform/planned-resources.ts";

type Members = Readonly<Record<string, unknown>>;

export function valuesOf({ resource }: PlannedResource): Members {
  return recordOf(resource["values"]);
}

export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

export function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

export function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(recordOf(value)).map(([name, one]) => [name, String(one)]));
}
