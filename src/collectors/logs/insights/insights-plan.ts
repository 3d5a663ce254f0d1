import { logScanUsd } from "../../../catalog/prices.ts";
import { ToolError } from "../../../core/errors.ts";
import { describeLogGroup, estimateLogBytes } from "../describe-log-group.ts";
import type { LogAccess, LogRequest } from "../log-request.ts";
import { columnsOfFormat, learnColumns, type KnownColumns } from "./learn-columns.ts";
import { queryBase, type PlannedQuery } from "./plan-query.ts";
import { planReport } from "./plan-report.ts";

/** What a request will ask of Logs Insights, and what that costs. */
export interface InsightsPlan {
  readonly queries: readonly { readonly name: string; readonly text: string }[];
  /** By all queries together: each scans the window. Null where nobody knows how much the log holds. */
  readonly estimatedBytes: number | null;
  /** At list price; null as above. */
  readonly usd: number | null;
}

/** The queries of a request with what they are written from. */
interface PlannedRequest {
  readonly known: KnownColumns;
  readonly isFiltered: boolean;
  readonly queries: readonly PlannedQuery[];
}

/** Errors: E_BAD_INPUT for a Format that is none; E_USAGE for a filter without a translation; those of {@link learnColumns}. */
export async function planRequest(
  { format, logGroup, window, filter, by }: LogRequest,
  access: LogAccess,
): Promise<PlannedRequest> {
  const known = format === undefined ? await learnColumns(logGroup, window, access) : columnsOfFormat(format);
  const base = queryBase(known.columns, filter);
  return { known, isFiltered: filter.length > 0, queries: planReport(base, by) };
}

/** What a request costs, without spending anything. Errors: as {@link planRequest}. */
export async function insightsPlan(request: LogRequest, access: LogAccess): Promise<InsightsPlan> {
  const { queries } = await planRequest(request, access);
  const facts = await describeLogGroup(request.logGroup, access).catch(() => null);
  const windowBytes = estimateLogBytes(facts, request.window);
  const estimatedBytes = windowBytes === null ? null : windowBytes * queries.length;
  return {
    queries: queries.map(({ name, text }) => ({ name, text: text(request.window) })),
    estimatedBytes,
    usd: estimatedBytes === null ? null : logScanUsd(estimatedBytes),
  };
}

/** Prices are sums of small numbers; a limit that equals the price shall hold. */
const ROUNDING_USD = 1e-9;

/** Stops before money is spent. Errors: E_COST_LIMIT where the plan costs more than the limit, or nobody can tell what. */
export function checkInsightsCost(
  { queries, estimatedBytes, usd }: InsightsPlan,
  maxCostUsd: number | null,
): void {
  if (maxCostUsd === null || queries.length === 0) return;
  const limit = `the limit of ${formatUsd(maxCostUsd)}; nothing was spent`;
  if (usd === null || estimatedBytes === null) {
    throw new ToolError(
      "E_COST_LIMIT",
      `what ${queries.length} queries of CloudWatch Logs Insights cost cannot be told, since AWS does not say how much the log group holds; there is ${limit}`,
      { hint: "Leave --max-cost out, or give --engine local, which costs nothing." },
    );
  }
  if (usd <= maxCostUsd + ROUNDING_USD) return;
  throw new ToolError(
    "E_COST_LIMIT",
    `${queries.length} queries of CloudWatch Logs Insights scan about ${(estimatedBytes / 1e9).toFixed(2)} GB: about ${formatUsd(usd)} at list price, over ${limit}`,
    {
      hint: `Give --max-cost ${(Math.ceil(usd * 10_000) / 10_000).toFixed(4)}, look at a shorter window, or give --engine local, which costs nothing.`,
    },
  );
}

function formatUsd(usd: number): string {
  return `${usd < 0.0001 ? Number(usd.toPrecision(2)) : usd.toFixed(4)} USD`;
}
