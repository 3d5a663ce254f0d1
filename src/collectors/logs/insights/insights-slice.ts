import type { LogField } from "../../../catalog/log-fields.ts";
import { ToolError } from "../../../core/errors.ts";
import type { FilterOp } from "../../../logs/filter/filter.ts";
import type { LogSlice } from "../../../model/log-slice.ts";
import type { Target } from "../../../model/target.ts";
import type { LogQuestion } from "../../account-reader.ts";
import type { LogAccess } from "../log-request.ts";
import { columnsOfFormat, learnColumns, type KnownColumns } from "./learn-columns.ts";
import { planSlice } from "./plan-slice.ts";
import { queryBase, type QueryBase } from "./plan-query.ts";
import { runQueries } from "./run-queries.ts";
import { toInsightsSlice } from "./to-insights-slice.ts";

/**
 * Answers a question about a target's access log, summed up by CloudWatch Logs Insights. A query that fails makes the
 * slice incomplete.
 *
 * Errors: the failure of the counts, without which there is no slice; E_NOTHING_READABLE where the Format does not tell
 * and the log has no lines; the signal's reason where it was interrupted, with every query stopped.
 */
export async function insightsSlice(
  { target, window }: LogQuestion,
  logGroups: readonly string[],
  access: LogAccess,
): Promise<LogSlice> {
  const known = columnsOfTarget(target) ?? (await learnColumns(logGroups[0] ?? "", window, access));
  const base = baseOf(target, known);
  let bytes = 0;
  const onScanned = (scanned: number): void => {
    bytes += scanned;
  };
  const queries = planSlice(base);
  const answers = await runQueries(queries, { logGroups, window, onScanned }, access);
  const failure = answers.get("counts")?.failure;
  if (failure) throw failure;
  return toInsightsSlice({ target: target.id, window, base, bytes }, answers);
}

/** How many bytes the queries of a question scan, where its window holds so many. */
export function insightsBytes({ target }: LogQuestion, windowBytes: number): number {
  const known = columnsOfTarget(target);
  return windowBytes * (known === undefined ? MOST_QUERIES : planSlice(baseOf(target, known)).length);
}

/** As many as a Format with everything in it needs. */
const MOST_QUERIES = 8;

/** Undefined for a Format that cannot be used: the lines may tell more. */
function columnsOfTarget(target: Target): KnownColumns | undefined {
  try {
    return columnsOfFormat(target.configuration?.accessLog?.format ?? "");
  } catch (thrown) {
    if (thrown instanceof ToolError) return undefined;
    throw thrown;
  }
}

/** Stages can share a log group; lines that say whose they are count for their own stage alone. */
function baseOf({ apiId, stage }: Target, { columns }: KnownColumns): QueryBase {
  const says = (field: LogField): boolean => columns.of(field) !== undefined;
  const tests: FilterOp[] = [];
  if (apiId !== null && says("apiId")) tests.push({ op: "equals", of: "apiId", text: apiId });
  if (says("stage")) tests.push({ op: "equals", of: "stage", text: stage });
  return queryBase(columns, tests.length < 2 ? tests : [...tests, { op: "and" }]);
}
