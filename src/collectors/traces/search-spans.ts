import { ScanAllowance } from "../../aws/scan-allowance.ts";
import { logScanUsd } from "../../catalog/prices.ts";
import { SPANS_LOG_GROUP } from "../../catalog/spans-log-group.ts";
import { ToolError } from "../../core/errors.ts";
import { HOUR_MS, SECOND_MS } from "../../core/window.ts";
import { estimateLogBytes, type LogGroupFacts } from "../logs/describe-log-group.ts";
import { beyondAllowance } from "../logs/insights/query-failure.ts";
import { numberIn, textIn } from "../logs/insights/query-row.ts";
import { runQuery } from "../logs/insights/run-query.ts";
import { SPAN_COLUMNS, spanQuery } from "./span-query.ts";
import type { FoundTraces, TraceSearch, TraceSummary } from "./trace-source.ts";
import type { XrayAccess } from "./xray-source.ts";

/**
 * The traces of a target in the log group of Transaction Search, most of which GetTraceSummaries does not list. A query
 * scans all spans of the account in its window, so its price is set aside before it is asked.
 *
 * Errors: E_COST_LIMIT where that is more than is left, {@link UnpricedSearch} where nobody can tell it; those of {@link runQuery}.
 */
export async function searchSpans(
  search: TraceSearch,
  facts: LogGroupFacts,
  { allowance, logs }: XrayAccess,
): Promise<FoundTraces> {
  const { window, enough } = search;
  const text = spanQuery(search, window);
  // A query cannot begin before its log group does.
  if (text === null || window.endMs <= facts.createdMs) return { summaries: [], isWhole: true };
  const bytes = estimateLogBytes(facts, window);
  const { leftUsd } = allowance;
  if (leftUsd !== null && bytes === null) throw new UnpricedSearch();
  const claim = new ScanAllowance(leftUsd).claim(bytes ?? 0);
  if (claim === null) throw beyondAllowance();
  const reservedUsd = logScanUsd(bytes ?? 0);
  allowance.spendUsd(reservedUsd);
  let scanned = 0;
  const settle = (to: number): void => {
    scanned = to;
    claim.settle(to);
  };
  try {
    const { rows } = await runQuery(
      { text, logGroups: [SPANS_LOG_GROUP], window, limit: enough },
      { grow: (to) => claim.grow(to), settle },
      logs,
    );
    const summaries = rows.flatMap((row) => {
      const id = toXrayId(textIn(row, SPAN_COLUMNS.traceId) ?? "");
      if (id === null) return [];
      const durationMs = (numberIn(row, SPAN_COLUMNS.nanos) ?? 0) / 1e6;
      return [{ id, startMs: startOf(id, search), durationMs } satisfies TraceSummary];
    });
    return { summaries, isWhole: rows.length < enough };
  } finally {
    allowance.spendUsd(logScanUsd(scanned) - reservedUsd);
  }
}

/** A search that was not begun under a limit, since nobody can tell beforehand what it costs. */
export class UnpricedSearch extends ToolError {
  constructor() {
    super(
      "E_COST_LIMIT",
      "CloudWatch Logs does not say how much that log holds (of a new one it does so after hours), so what a search costs cannot be told beforehand",
      { hint: "Without --max-cost it is searched." },
    );
  }
}

/** W3C's 32 digits as X-Ray writes them; null for what is no trace id. */
function toXrayId(id: string): string | null {
  const digits = /^(?:1-)?([0-9a-f]{8})-?([0-9a-f]{24})$/i.exec(id);
  return digits === null ? null : `1-${digits[1]}-${digits[2]}`.toLowerCase();
}

/** X-Ray's ids hold the second in which they were made; others are of the window, wherever in it. */
function startOf(id: string, { window: { startMs, endMs } }: TraceSearch): number {
  const timeMs = Number.parseInt(id.slice(2, 10), 16) * SECOND_MS;
  return timeMs > startMs - HOUR_MS && timeMs < endMs ? Math.max(startMs, timeMs) : startMs;
}
