import type { Dimension } from "../../../logs/filter/filter.ts";
import { LOG_PHASES, LOG_TOP_DIMENSIONS } from "../../../model/log-slice.ts";
import { planQuery, type PlannedQuery, type QueryBase } from "./plan-query.ts";
import { qlDimension } from "./ql-dimensions.ts";
import { countColumns, limitColumns, percentileColumns } from "./ql-measures.ts";
import { topQuery } from "./top-queries.ts";

/** How many of the most frequent texts and of the slowest requests a report shows. */
export const REPORT_TOP = 10;

/** What a report needs to know, in as few queries as its tables are apart: a query has one way of grouping. */
export function planReport(base: QueryBase, by: readonly Dimension[]): PlannedQuery[] {
  const { columns, condition } = base;
  if (condition === false) return [];
  const dimensions = by.map((dimension) => qlDimension(columns, dimension));
  const keys = [...new Set(dimensions.flatMap((dimension) => dimension.columns))];
  const outcome = [columns.of("status"), columns.of("responseType")].filter((name) => name !== undefined);
  const bytes = columns.of("bytes");
  const percentiles = percentileColumns(columns, LOG_PHASES);
  const isFolded = dimensions.some((dimension) => dimension.isFolded);
  return [
    planQuery("outcomes", base, {
      stats: [
        "count(*) as gwRequests",
        ...(bytes === undefined ? [] : [`sum(${bytes}) as gwBytes`]),
        ...(columns.of("responseType") === undefined ? limitColumns(columns) : []),
      ],
      by: [...new Set([...keys, ...outcome])],
      sort: "gwRequests",
    }),
    planQuery("minutes", base, {
      isOfAllLines: true,
      stats: [
        "count(*) as gwEvents",
        ...countColumns(columns),
        ...percentileColumns(columns, ["latency", "integrationLatency"]),
      ],
      by: ["bin(1m) as gwMinute"],
      isSplittable: true,
    }),
    ...(percentiles.length === 0 ? [] : [planQuery("latencies", base, { stats: percentiles })]),
    ...(percentiles.length === 0 || keys.length === 0 || isFolded
      ? []
      : [
          planQuery("group latencies", base, {
            stats: ["count(*) as gwRequests", ...percentiles],
            by: keys,
            sort: "gwRequests",
          }),
        ]),
    ...LOG_TOP_DIMENSIONS.flatMap((dimension) => topQuery(base, dimension, REPORT_TOP)),
    ...slowestQuery(base, keys, REPORT_TOP),
  ];
}

/** The slowest requests, by the whole latency, or by the integration's where that is all there is. */
export function slowestQuery(base: QueryBase, keys: readonly string[], entries: number): PlannedQuery[] {
  const { columns } = base;
  const latency = columns.of("latency") ?? columns.of("integrationLatency");
  if (latency === undefined) return [];
  const shown = (["status", "requestId", "extendedRequestId", "integrationRequestId"] as const).map(
    columns.of,
  );
  return [
    planQuery("slowest", base, {
      condition: `(ispresent(${latency}) and ${latency} != "-")`,
      fields: [
        "toMillis(@timestamp) as gwTimeMs",
        `${latency} + 0 as gwLatencyMs`,
        ...new Set([...shown.filter((name) => name !== undefined), ...keys]),
      ],
      sort: "gwLatencyMs",
      limit: entries,
    }),
  ];
}
