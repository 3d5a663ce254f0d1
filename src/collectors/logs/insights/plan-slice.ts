import { LOG_PHASES, LOG_TOP_DIMENSIONS } from "../../../model/log-slice.ts";
import { planQuery, type PlannedQuery, type QueryBase } from "./plan-query.ts";
import { slowestQuery } from "./plan-report.ts";
import { qlDimension, type QlDimension } from "./ql-dimensions.ts";
import { meanColumns, percentileColumns } from "./ql-measures.ts";
import { topQuery } from "./top-queries.ts";

/** As many of the most frequent texts as a slice keeps, and of the slowest requests. */
export const SLICE_TOP = 50;
const SLOWEST = 10;

/** What a slice counts by, beside the minute. */
export function sliceDimensions({ columns }: QueryBase): readonly QlDimension[] {
  return (["route", "status", "responseType", "deploymentId", "isCanary"] as const).map((dimension) =>
    qlDimension(columns, dimension),
  );
}

/** What a slice needs to know. */
export function planSlice(base: QueryBase): PlannedQuery[] {
  const { columns, condition } = base;
  if (condition === false) return [];
  const routes = qlDimension(columns, "route").columns;
  const latencies = [...percentileColumns(columns, LOG_PHASES), ...meanColumns(columns, LOG_PHASES)];
  const keys = sliceDimensions(base).flatMap((dimension) => dimension.columns);
  return [
    planQuery("counts", base, {
      isOfAllLines: true,
      stats: ["count(*) as gwEvents", `count(${columns.known}) as gwRequests`],
      by: ["bin(1m) as gwMinute", ...keys],
      isSplittable: true,
    }),
    ...(latencies.length === 0 ? [] : [planQuery("latencies", base, { stats: latencies })]),
    ...(latencies.length === 0 || routes.length === 0
      ? []
      : [
          planQuery("route latencies", base, {
            stats: ["count(*) as gwRequests", ...latencies],
            by: routes,
            sort: "gwRequests",
          }),
        ]),
    ...LOG_TOP_DIMENSIONS.flatMap((dimension) => topQuery(base, dimension, SLICE_TOP)),
    ...slowestQuery(base, routes, SLOWEST),
  ];
}
