import type { Window } from "../../../core/window.ts";
import { LOG_PHASES, LOG_TOP_DIMENSIONS, type LogLatency, type LogSlice } from "../../../model/log-slice.ts";
import type { QueryBase } from "./plan-query.ts";
import { SLICE_TOP, sliceDimensions } from "./plan-slice.ts";
import { qlDimension } from "./ql-dimensions.ts";
import { readMean, readPercentiles } from "./ql-measures.ts";
import { numberIn, statusIn, type QueryRow } from "./query-row.ts";
import { readSlowest } from "./read-slowest.ts";
import type { QueryOutcome } from "./run-queries.ts";
import { readTimeMs } from "./to-insights-report.ts";
import { readTop } from "./top-queries.ts";

interface SliceOrigin {
  readonly target: string;
  readonly window: Window;
  readonly base: QueryBase;
  /** Scanned by all queries. */
  readonly bytes: number;
}

/** The answers as a slice. Percentiles come as they are: there are no buckets to add up. */
export function toInsightsSlice(
  { target, window, base, bytes }: SliceOrigin,
  answers: ReadonlyMap<string, QueryOutcome>,
): LogSlice {
  const { columns } = base;
  const rowsOf = (name: string): readonly QueryRow[] => answers.get(name)?.rows ?? [];
  const counted = rowsOf("counts");
  const sum = (column: string): number =>
    counted.reduce((total, row) => total + (numberIn(row, column) ?? 0), 0);
  const requests = sum("gwRequests");
  const route = qlDimension(columns, "route");
  const isWhole = [...answers].every(
    ([name, { failure, isFull }]) => failure === null && !(isFull && name === "counts"),
  );
  return {
    target,
    startMs: window.startMs,
    endMs: window.endMs,
    engine: "insights",
    sampledShare: 1,
    isComplete: isWhole,
    fields: [...columns.fields],
    requests,
    unparsed: Math.max(0, sum("gwEvents") - requests),
    bytes,
    counts: toCounts(counted, base),
    latencies: [
      ...rowsOf("latencies").flatMap((row) => toLatencies(row, null)),
      ...rowsOf("route latencies").flatMap((row) => {
        const name = route.read(row);
        return name === null ? [] : toLatencies(row, name);
      }),
    ],
    top: LOG_TOP_DIMENSIONS.flatMap((dimension) =>
      readTop(rowsOf(`top ${dimension}`), dimension, columns, SLICE_TOP).map((entry) => ({
        dimension,
        ...entry,
      })),
    ),
    slowest: rowsOf("slowest").flatMap((row) => {
      const found = readSlowest(row, columns);
      return found === undefined ? [] : [{ ...found, route: route.read(row) }];
    }),
  };
}

/** Rows that differ only in how nothing is logged are one count. */
function toCounts(rows: readonly QueryRow[], base: QueryBase): LogSlice["counts"] {
  const counts = new Map<string, LogSlice["counts"][number]>();
  for (const row of rows) {
    const requests = numberIn(row, "gwRequests") ?? 0;
    if (requests === 0) continue;
    const [route, , responseType, deploymentId, canary] = sliceDimensions(base).map(({ read }) => read(row));
    const cell = {
      minuteMs: readTimeMs(row, "gwMinute"),
      route: route ?? null,
      status: statusIn(row, base.columns.of("status")),
      responseType: responseType ?? null,
      deploymentId: deploymentId ?? null,
      isCanary: canary === "true" ? true : canary === "false" ? false : null,
    };
    const name = JSON.stringify(cell);
    counts.set(name, { ...cell, requests: requests + (counts.get(name)?.requests ?? 0) });
  }
  return [...counts.values()].sort((left, right) => left.minuteMs - right.minuteMs);
}

function toLatencies(row: QueryRow, route: string | null): LogLatency[] {
  return LOG_PHASES.flatMap((phase) => {
    const mean = readMean(row, phase);
    const { p50, p90, p99 } = readPercentiles(row, phase);
    if (mean === undefined || p50 === null || p90 === null || p99 === null) return [];
    return [{ route, phase, ...mean, p50, p90, p99, buckets: null }];
  });
}
