import type { InsightsRecord } from "./insights-record.ts";

const AGGREGATES = ["count", "sum", "avg", "min", "max"] as const;
type Aggregate = (typeof AGGREGATES)[number];

export function isAggregate(name: string): name is Aggregate {
  return AGGREGATES.some((known) => known === name);
}

/** One column of `stats`. A null field is `*`. */
export interface Column {
  readonly name: Aggregate;
  readonly field: string | null;
  readonly label: string;
}

/** One member of `by`. */
export interface GroupKey {
  readonly label: string;
  /** Undefined where the record has no such field. */
  readonly of: (record: InsightsRecord) => string | undefined;
}

/**
 * Groups records and sums them up. Values that are no numbers ("-") do not count, and a group without any has
 * no such column. Groups come in the order of their first record.
 */
export function aggregate(columns: readonly Column[], keys: readonly GroupKey[]) {
  return (records: readonly InsightsRecord[]): Map<string, string>[] => {
    const groups = new Map<string, InsightsRecord[]>();
    for (const record of records) {
      const name = JSON.stringify(keys.map(({ of }) => of(record) ?? null));
      const group = groups.get(name);
      if (group) group.push(record);
      else groups.set(name, [record]);
    }
    if (keys.length === 0 && groups.size === 0) groups.set("", []);
    return [...groups.values()].map((group) => toRow(group, columns, keys));
  };
}

function toRow(
  group: readonly InsightsRecord[],
  columns: readonly Column[],
  keys: readonly GroupKey[],
): Map<string, string> {
  const row = new Map<string, string>();
  const [first] = group;
  for (const { label, of } of first ? keys : []) {
    const value = first && of(first);
    if (value !== undefined) row.set(label, value);
  }
  for (const { name, field, label } of columns) {
    const value = valueOf(name, field, group);
    if (value !== undefined) row.set(label, String(value));
  }
  return row;
}

function valueOf(
  name: Aggregate,
  field: string | null,
  group: readonly InsightsRecord[],
): number | undefined {
  if (field === null) return group.length;
  const present = group.flatMap((record) => record.get(field) ?? []);
  if (name === "count") return present.length;
  const numbers = present
    .filter((text) => text.trim() !== "")
    .map(Number)
    .filter(Number.isFinite);
  if (numbers.length === 0) return undefined;
  if (name === "min") return numbers.reduce((least, value) => Math.min(least, value));
  if (name === "max") return numbers.reduce((most, value) => Math.max(most, value));
  const sum = numbers.reduce((total, value) => total + value, 0);
  return name === "sum" ? sum : sum / numbers.length;
}
