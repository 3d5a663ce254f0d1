import type { InsightsRecord } from "./insights-record.ts";

/** What an expression comes to for one record; undefined where a field that it needs is not there. */
export type Value = string | number | boolean | undefined;

export type Expression = (record: InsightsRecord) => Value;

/** Text that looks like a number is one; other text ("-") is none. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === "boolean" || value === undefined) return undefined;
  const number = typeof value === "number" ? value : value.trim() === "" ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** How a value is shown, joined and grouped by. */
export function toText(value: Exclude<Value, undefined>): string {
  return String(value);
}

/** Insights writes times in UTC, without a zone. */
export function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace("T", " ").replace("Z", "");
}

export function parseTime(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}Z`);
}
