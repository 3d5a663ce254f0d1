import { ABSENT_LOG_VALUE } from "../../../catalog/log-variables.ts";

/** One row of an answer, values by column; a value that a record lacks is not there. */
export type QueryRow = ReadonlyMap<string, string>;

export function numberIn(row: QueryRow, column: string): number | undefined {
  const text = row.get(column);
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Null where there is none: absent, empty or the hyphen that stands for it. */
export function textIn(row: QueryRow, column: string | undefined): string | null {
  const text = column === undefined ? undefined : row.get(column);
  return text === undefined || text === "" || text === ABSENT_LOG_VALUE ? null : text;
}

/** Null where there is none, or one that is no status. */
export function statusIn(row: QueryRow, column: string | undefined): number | null {
  const text = textIn(row, column) ?? "";
  const status = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return status >= 100 && status <= 999 ? status : null;
}
