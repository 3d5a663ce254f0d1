import { responseTypeFact } from "../../../catalog/response-types.ts";
import type { LogField } from "../../../catalog/log-fields.ts";
import type { LogPhase } from "../../../model/log-slice.ts";
import type { LatencyPercentiles } from "../../../model/log-report.ts";
import type { LogColumns } from "./log-columns.ts";
import { numberIn, type QueryRow } from "./query-row.ts";

/** Counts of one row of `stats`. */
interface RowCounts {
  readonly requests: number;
  readonly errors4xx: number;
  readonly errors5xx: number;
  readonly throttled: number;
  readonly quotaExceeded: number;
}

/** What API Gateway says to a client over its quota: it tells where the Format does not log the response type. */
const OVER_QUOTA = responseTypeFact("QUOTA_EXCEEDED")?.message ?? "";

/**
 * Columns that count. `strcontains` gives 1 or 0, which is what there is to sum up: a comparison has no documented number.
 * Letters around a value keep a match from beginning within it.
 */
export function countColumns(columns: LogColumns): string[] {
  const status = columns.of("status");
  const found = [`count(${columns.known}) as gwRequests`];
  if (status === undefined) return found;
  found.push(sumOf(`concat("s", ${status})`, "s4", "gwErrors4xx"));
  found.push(sumOf(`concat("s", ${status})`, "s5", "gwErrors5xx"));
  return [...found, ...limitColumns(columns)];
}

/** Throttled and over quota: by the response type, else by the status and the message. */
export function limitColumns(columns: LogColumns): string[] {
  const [status, type, message] = [
    columns.of("status"),
    columns.of("responseType"),
    columns.of("errorMessage"),
  ];
  if (type !== undefined) {
    const whole = `concat(":", ${type}, ":")`;
    return [sumOf(whole, ":THROTTLED:", "gwThrottled"), sumOf(whole, ":QUOTA_EXCEEDED:", "gwQuota")];
  }
  if (status === undefined) return [];
  const both = [sumOf(`concat("s", ${status}, ":")`, "s429:", "gwTooMany")];
  if (message !== undefined)
    both.push(sumOf(`concat("s", ${status}, ":", ${message}, ":")`, `s429:${OVER_QUOTA}:`, "gwQuota"));
  return both;
}

function sumOf(text: string, part: string, name: string): string {
  return `sum(strcontains(${text}, "${part}")) as ${name}`;
}

/** The counts of a row with the columns above; one that is not there is none. */
export function readCounts(row: QueryRow): RowCounts {
  const count = (name: string): number => numberIn(row, name) ?? 0;
  const quotaExceeded = count("gwQuota");
  return {
    requests: count("gwRequests"),
    errors4xx: count("gwErrors4xx"),
    errors5xx: count("gwErrors5xx"),
    throttled:
      count("gwThrottled") + Math.max(0, count("gwTooMany") - (row.has("gwTooMany") ? quotaExceeded : 0)),
    quotaExceeded,
  };
}

const FIELD_OF: Readonly<Record<Exclude<LogPhase, "overhead">, LogField>> = {
  latency: "latency",
  integrationLatency: "integrationLatency",
  authorizerLatency: "authorizerLatency",
  authorizeLatency: "authorizeLatency",
  authenticateLatency: "authenticateLatency",
  wafLatency: "wafLatency",
};

/** What gives a phase's milliseconds; undefined where the lines do not tell. Overhead may come out below 0. */
function qlPhase(columns: LogColumns, phase: LogPhase): string | undefined {
  if (phase !== "overhead") return columns.of(FIELD_OF[phase]);
  const [latency, integration] = [columns.of("latency"), columns.of("integrationLatency")];
  return latency === undefined || integration === undefined ? undefined : `${latency} - ${integration}`;
}

const PERCENTILES = [50, 90, 99] as const;

export function percentileColumns(columns: LogColumns, phases: readonly LogPhase[]): string[] {
  return phases.flatMap((phase) => {
    const value = qlPhase(columns, phase);
    if (value === undefined) return [];
    return PERCENTILES.map((percent) => `pct(${value}, ${percent}) as ${phase}P${percent}`);
  });
}

export function readPercentiles(row: QueryRow | undefined, phase: LogPhase): LatencyPercentiles {
  const read = (percent: number): number | null => {
    const value = row && numberIn(row, `${phase}P${percent}`);
    // A clock that runs apart can make an integration longer than its request: no overhead is below none.
    return value === undefined ? null : Math.max(0, value);
  };
  return { p50: read(50), p90: read(90), p99: read(99) };
}

/**
 * Columns for the number and the mean of a phase. `count` would count a hyphen too; a sum leaves it out, so the sum of
 * each value and one more, less the sum, is how many values there are.
 */
export function meanColumns(columns: LogColumns, phases: readonly LogPhase[]): string[] {
  return phases.flatMap((phase) => {
    const value = qlPhase(columns, phase);
    if (value === undefined) return [];
    return [`sum(${value}) as ${phase}Sum`, `sum(${value} + 1) as ${phase}SumMore`];
  });
}

/** Undefined where no request has the phase. */
export function readMean(row: QueryRow, phase: LogPhase): { count: number; meanMs: number } | undefined {
  const [sum, more] = [numberIn(row, `${phase}Sum`), numberIn(row, `${phase}SumMore`)];
  if (sum === undefined || more === undefined) return undefined;
  const count = Math.round(more - sum);
  return count > 0 ? { count, meanMs: Math.max(0, sum / count) } : undefined;
}
