import { compareText } from "../../../core/order.ts";
import type { LogGroup } from "../../../model/log-report.ts";
import type { LogColumns } from "./log-columns.ts";
import type { QlDimension } from "./ql-dimensions.ts";
import { readCounts } from "./ql-measures.ts";
import { numberIn, statusIn, textIn, type QueryRow } from "./query-row.ts";

/** The counts of a group, without its latencies. */
export type GroupCounts = Pick<
  LogGroup,
  | "requests"
  | "errors4xx"
  | "errors5xx"
  | "throttled"
  | "quotaExceeded"
  | "gatewayErrors"
  | "bytes"
  | "statuses"
  | "responseTypes"
>;

/** One text a dimension, null where the lines have none. */
export type GroupKey = readonly (string | null)[];

/** Groups of rows that have one status and one response type each, most requests first. */
export function readOutcomes(
  rows: readonly QueryRow[],
  columns: LogColumns,
  dimensions: readonly QlDimension[],
): readonly { readonly key: GroupKey; readonly counts: GroupCounts }[] {
  const groups = new Map<string, { key: GroupKey; parts: GroupCounts[] }>();
  for (const row of rows) {
    const key = dimensions.map(({ read }) => read(row));
    const name = JSON.stringify(key);
    const group = groups.get(name) ?? { key, parts: [] };
    groups.set(name, group);
    group.parts.push(readOutcome(row, columns));
  }
  return [...groups.entries()]
    .map(([name, { key, parts }]) => ({ name, key, counts: addCounts(parts) }))
    .sort(
      (left, right) => right.counts.requests - left.counts.requests || compareText(left.name, right.name),
    );
}

function readOutcome(row: QueryRow, columns: LogColumns): GroupCounts {
  const requests = numberIn(row, "gwRequests") ?? 0;
  const status = statusIn(row, columns.of("status"));
  const type = textIn(row, columns.of("responseType"));
  const isError = status !== null && status >= 400;
  // Where the type is not logged, the columns of the limits say how many.
  const limited = readCounts(row);
  const isThrottled = type === "THROTTLED";
  const isOverQuota = type === "QUOTA_EXCEEDED";
  return {
    requests,
    errors4xx: status !== null && Math.floor(status / 100) === 4 ? requests : 0,
    errors5xx: status !== null && Math.floor(status / 100) === 5 ? requests : 0,
    throttled: isThrottled ? requests : limited.throttled,
    quotaExceeded: isOverQuota ? requests : limited.quotaExceeded,
    gatewayErrors: isThrottled || isOverQuota || (type !== null && isError) ? requests : 0,
    bytes: numberIn(row, "gwBytes") ?? null,
    statuses: { [status === null ? "-" : String(status)]: requests },
    responseTypes: type === null ? {} : { [type]: requests },
  };
}

export function addCounts(parts: readonly GroupCounts[]): GroupCounts {
  const sum = (of: (part: GroupCounts) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  return {
    requests: sum(({ requests }) => requests),
    errors4xx: sum(({ errors4xx }) => errors4xx),
    errors5xx: sum(({ errors5xx }) => errors5xx),
    throttled: sum(({ throttled }) => throttled),
    quotaExceeded: sum(({ quotaExceeded }) => quotaExceeded),
    gatewayErrors: sum(({ gatewayErrors }) => gatewayErrors),
    bytes: sumOfKnown(parts.map(({ bytes }) => bytes)),
    statuses: addTables(parts.map(({ statuses }) => statuses)),
    responseTypes: addTables(parts.map(({ responseTypes }) => responseTypes)),
  };
}

function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** Most first. */
function addTables(tables: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const table of tables)
    for (const [name, count] of Object.entries(table)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries([...sums].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])));
}
