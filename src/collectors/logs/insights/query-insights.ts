import type { LogReport } from "../../../model/log-report.ts";
import { describeLogGroup, estimateLogBytes } from "../describe-log-group.ts";
import type { LogAccess, LogRequest } from "../log-request.ts";
import { planRequest } from "./insights-plan.ts";
import { qlDimension } from "./ql-dimensions.ts";
import { runQueries } from "./run-queries.ts";
import { toInsightsReport } from "./to-insights-report.ts";

/**
 * The report of a log group, summed up by CloudWatch Logs Insights where the log lies. A query that fails is among the
 * report's problems, and its part is empty.
 *
 * @param names what each dimension of the groups' keys is called.
 *
 * Errors: as planRequest; the failure of the counts, without which there is no report; the signal's reason where it was
 * interrupted, with every query stopped.
 */
export async function queryInsights(
  request: LogRequest,
  access: LogAccess,
  names: readonly string[] = request.by,
): Promise<LogReport> {
  const { known, isFiltered, queries } = await planRequest(request, access);
  const logGroup = request.logGroup.replace(/:\*$/, "");
  // To know how much there is helps to say how far it has come, and that is all.
  const facts = await describeLogGroup(logGroup, access).catch(() => null);
  const estimatedBytes = estimateLogBytes(facts, request.window);
  let doneBytes = 0;
  const onScanned = (bytes: number): void => {
    doneBytes += bytes;
    request.onProgress(doneBytes, Math.max(doneBytes, (estimatedBytes ?? 0) * queries.length));
  };
  const answers = await runQueries(
    queries,
    { logGroups: [logGroup], window: request.window, estimatedBytes, onScanned },
    access,
  );
  for (const needed of ["outcomes", "minutes"]) {
    const failure = answers.get(needed)?.failure;
    if (failure) throw failure;
  }
  return toInsightsReport(
    {
      logGroup,
      columns: known.columns,
      description: known.description,
      names,
      dimensions: request.by.map((dimension) => qlDimension(known.columns, dimension)),
      isFiltered,
    },
    answers,
  );
}
