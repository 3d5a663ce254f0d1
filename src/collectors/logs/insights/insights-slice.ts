import { ToolError } from "../../../core/errors.ts";
import type { LogSlice } from "../../../model/log-slice.ts";
import type { Target } from "../../../model/target.ts";
import type { LogQuestion } from "../../account-reader.ts";
import type { LogAccess } from "../log-request.ts";
import { ofTarget } from "../of-target.ts";
import { columnsOfFormat, learnColumns, type KnownColumns } from "./learn-columns.ts";
import { planSlice } from "./plan-slice.ts";
import { queryBase, type QueryBase } from "./plan-query.ts";
import { runQueries, type QueriedLog } from "./run-queries.ts";
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
  { logGroups, estimatedBytes }: Pick<QueriedLog, "logGroups" | "estimatedBytes">,
  access: LogAccess,
): Promise<LogSlice> {
  const known = columnsOfTarget(target) ?? (await learnColumns(logGroups[0] ?? "", window, access));
  const base = baseOf(target, known);
  let bytes = 0;
  const onScanned = (scanned: number): void => {
    bytes += scanned;
  };
  const queries = planSlice(base);
  const answers = await runQueries(queries, { logGroups, window, estimatedBytes, onScanned }, access);
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

function baseOf(target: Target, { columns }: KnownColumns): QueryBase {
  return queryBase(
    columns,
    ofTarget(target, (field) => columns.of(field) !== undefined),
  );
}
