import { compareText } from "../../../core/order.ts";
import type { LogPhase } from "../../../model/log-slice.ts";
import type { LatencyPercentiles, LogGroup, LogMinute, LogReport } from "../../../model/log-report.ts";
import type { LogColumns } from "./log-columns.ts";
import { addCounts, readOutcomes, type GroupCounts, type GroupKey } from "./outcome-groups.ts";
import { REPORT_TOP } from "./plan-report.ts";
import type { QlDimension } from "./ql-dimensions.ts";
import { readCounts, readPercentiles } from "./ql-measures.ts";
import { numberIn, type QueryRow } from "./query-row.ts";
import { readSlowest } from "./read-slowest.ts";
import type { QueryOutcome } from "./run-queries.ts";
import { readTop } from "./top-queries.ts";

/** As many groups as the log engine tells apart. */
const MOST_GROUPS = 2_000;
const OTHER = "(other)";

/** What the answers are of. */
export interface AnsweredLog {
  readonly logGroup: string;
  readonly columns: LogColumns;
  /** What was understood of the lines. */
  readonly description: string;
  /** What each dimension of a group's key is called. */
  readonly names: readonly string[];
  readonly dimensions: readonly QlDimension[];
  readonly isFiltered: boolean;
}

/**
 * The answers as the report that the log engine gives. Repairs, samples of unread lines and times within the lines are
 * not to be had; lines that a filter left out and lines that are no requests are told apart only without a filter.
 */
export function toInsightsReport(
  { logGroup, columns, description, names, dimensions, isFiltered }: AnsweredLog,
  answers: ReadonlyMap<string, QueryOutcome>,
): LogReport {
  const rowsOf = (name: string): readonly QueryRow[] => answers.get(name)?.rows ?? [];
  const minuteRows = rowsOf("minutes");
  const groups = readOutcomes(rowsOf("outcomes"), columns, dimensions);
  const requests = minuteRows.reduce((sum, row) => sum + readCounts(row).requests, 0);
  const events = minuteRows.reduce((sum, row) => sum + (numberIn(row, "gwEvents") ?? 0), 0);
  const minutes = answers.get("minutes");
  const keyOf = (key: GroupKey): LogGroup["key"] =>
    Object.fromEntries(names.map((name, at) => [name, key[at] ?? null]));
  const latenciesOf = latenciesByKey(rowsOf("group latencies"), dimensions);
  const ofAll = rowsOf("latencies")[0];
  const shown = groups.slice(0, MOST_GROUPS);
  const missing = answers.get("outcomes")?.isFull === true ? [unseen(minuteRows, groups)] : [];
  const rest = [...groups.slice(MOST_GROUPS).map(({ counts }) => counts), ...missing];
  return {
    schemaVersion: 1,
    requests,
    unparsed: isFiltered ? 0 : Math.max(0, events - requests),
    repaired: 0,
    filtered: isFiltered && minutes ? Math.max(0, minutes.scanned - requests) : 0,
    untimed: 0,
    groups: [
      ...shown.map(({ key, counts }) => ({
        key: keyOf(key),
        ...withLatencies(counts, groups.length === 1 ? ofAll : latenciesOf.get(JSON.stringify(key))),
      })),
      ...otherGroup(rest, names),
    ],
    minutes: minuteRows
      .filter((row) => readCounts(row).requests > 0)
      .map(toMinute)
      .sort(byStart),
    total: withLatencies(addCounts([...groups.map(({ counts }) => counts), ...missing]), ofAll),
    top: {
      clients: readTop(rowsOf("top client"), "client", columns, REPORT_TOP),
      apiKeys: readTop(rowsOf("top apiKey"), "apiKey", columns, REPORT_TOP),
      userAgents: readTop(rowsOf("top userAgent"), "userAgent", columns, REPORT_TOP),
      messages: readTop(rowsOf("top message"), "message", columns, REPORT_TOP),
    },
    slowest: rowsOf("slowest").flatMap((row) => {
      const { timeMs, ...found } = readSlowest(row, columns) ?? { timeMs: null };
      const key = keyOf(dimensions.map(({ read }) => read(row)));
      const time = timeMs === null ? null : new Date(timeMs).toISOString();
      return "latencyMs" in found ? [{ ...found, time, key }] : [];
    }),
    formats: [`${description}; summed up by CloudWatch Logs Insights`],
    unparsedSamples: [],
    problems: problemsOf(logGroup, answers),
    limits: {
      otherGroups: rest.reduce((sum, counts) => sum + counts.requests, 0),
      minutes: 0,
      outcomes: 0,
      latencies: 0,
      tooLongLines: 0,
    },
  };
}

/** What the minutes count and a full answer of groups does not; statuses and bytes of it are not known. */
function unseen(
  minuteRows: readonly QueryRow[],
  groups: readonly { readonly counts: GroupCounts }[],
): GroupCounts {
  const seen = addCounts(groups.map(({ counts }) => counts));
  const left = (of: (counts: ReturnType<typeof readCounts>) => number, counted: number): number =>
    Math.max(0, minuteRows.reduce((sum, row) => sum + of(readCounts(row)), 0) - counted);
  return {
    requests: left(({ requests }) => requests, seen.requests),
    errors4xx: left(({ errors4xx }) => errors4xx, seen.errors4xx),
    errors5xx: left(({ errors5xx }) => errors5xx, seen.errors5xx),
    throttled: left(({ throttled }) => throttled, seen.throttled),
    quotaExceeded: left(({ quotaExceeded }) => quotaExceeded, seen.quotaExceeded),
    gatewayErrors: 0,
    bytes: 0,
    statuses: {},
    responseTypes: {},
  };
}

function latenciesByKey(
  rows: readonly QueryRow[],
  dimensions: readonly QlDimension[],
): Map<string, QueryRow | undefined> {
  const found = new Map<string, QueryRow | undefined>();
  for (const row of rows) {
    const key = JSON.stringify(dimensions.map(({ read }) => read(row)));
    // Of two rows that are one group ("-" and nothing at all) nobody knows the percentiles.
    found.set(key, found.has(key) ? undefined : row);
  }
  return found;
}

/** Percentiles do not add up: those of the rest are not known. */
function otherGroup(rest: readonly GroupCounts[], names: readonly string[]): LogGroup[] {
  if (rest.length === 0) return [];
  const key = Object.fromEntries(names.map((name) => [name, OTHER]));
  return [{ key, ...withLatencies(addCounts(rest), undefined) }];
}

function withLatencies(counts: GroupCounts, row: QueryRow | undefined): Omit<LogGroup, "key"> {
  const of = (phase: LogPhase): LatencyPercentiles => readPercentiles(row, phase);
  return {
    ...counts,
    latencyMs: of("latency"),
    integrationLatencyMs: of("integrationLatency"),
    overheadMs: of("overhead"),
    authorizerLatencyMs: of("authorizerLatency"),
    authorizeLatencyMs: of("authorizeLatency"),
    authenticateLatencyMs: of("authenticateLatency"),
    wafLatencyMs: of("wafLatency"),
  };
}

function toMinute(row: QueryRow): LogMinute {
  const { requests, errors4xx, errors5xx, throttled } = readCounts(row);
  return {
    start: new Date(readTimeMs(row, "gwMinute")).toISOString(),
    requests,
    errors4xx,
    errors5xx,
    throttled,
    latencyMs: readPercentiles(row, "latency"),
    integrationLatencyMs: readPercentiles(row, "integrationLatency"),
  };
}

/** Insights writes times without a zone; they are in UTC. */
export function readTimeMs(row: QueryRow, column: string): number {
  return Date.parse(`${(row.get(column) ?? "").replace(" ", "T")}Z`);
}

function byStart(left: LogMinute, right: LogMinute): number {
  return compareText(left.start, right.start);
}

function problemsOf(logGroup: string, answers: ReadonlyMap<string, QueryOutcome>): LogReport["problems"] {
  return [...answers].flatMap(([name, { failure, isFull, isCutByCost }]) => {
    if (failure !== null) return [{ path: logGroup, message: `${name}: ${failure.message}` }];
    if (isCutByCost) {
      const message = `${name}: the answer is full, and asking for it in parts costs more than the limit: what comes after its most frequent rows is left out`;
      return [{ path: logGroup, message }];
    }
    if (!isFull || name === "slowest" || name === "top client" || name === "top apiKey") return [];
    return [
      {
        path: logGroup,
        message: `${name}: the answer is full, and what comes after its most frequent rows is left out`,
      },
    ];
  });
}
