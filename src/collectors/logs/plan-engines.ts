import { logScanUsd } from "../../catalog/prices.ts";
import { ToolError } from "../../core/errors.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { LogQuestion, LogReadOptions } from "../account-reader.ts";
import { insightsBytes } from "./insights/insights-slice.ts";
import { LOCAL_BYTES } from "./local-slice.ts";

export interface LogQuestionFacts {
  readonly question: LogQuestion;
  readonly logGroup: string;
  /** Null: nobody knows. */
  readonly estimatedBytes: number | null;
  readonly isInfrequentAccess: boolean;
}

export interface EnginePlan {
  readonly local: readonly LogQuestionFacts[];
  readonly insights: readonly LogQuestionFacts[];
  readonly blindSpots: readonly BlindSpot[];
}

/** Prices are sums of small numbers; a limit that equals the price shall hold. */
const ROUNDING_USD = 1e-9;

/**
 * Which engine answers what. Left to choose, a log is read event by event where that is little, and by Logs Insights where
 * it is much and the price is within the limit; where it is not, an even sample is read, which costs nothing.
 *
 * Errors: E_COST_LIMIT where Logs Insights was asked for and costs more than the limit, or nobody can tell what it costs.
 */
export function planEngines(
  known: readonly LogQuestionFacts[],
  { engine, maxCostUsd }: LogReadOptions,
): EnginePlan {
  if (engine === "local") return withoutInsights(known);
  const isWanted = ({ estimatedBytes, isInfrequentAccess }: LogQuestionFacts): boolean =>
    engine === "insights" || isInfrequentAccess || (estimatedBytes ?? 0) > LOCAL_BYTES;
  const wanted = known.filter(isWanted);
  const scanned = scannedBytes(wanted);
  const isAffordable =
    maxCostUsd === null || (scanned !== null && logScanUsd(scanned) <= maxCostUsd + ROUNDING_USD);
  if (isAffordable) {
    return { local: known.filter((one) => !isWanted(one)), insights: wanted, blindSpots: [] };
  }
  if (engine === "auto") return withoutInsights(known);
  throw costLimit(wanted.length, scanned, maxCostUsd);
}

/** What all queries scan together; null where nobody knows. */
function scannedBytes(wanted: readonly LogQuestionFacts[]): number | null {
  const bytes = wanted.map(({ question, estimatedBytes }) =>
    estimatedBytes === null ? null : insightsBytes(question, estimatedBytes),
  );
  return bytes.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

/** What Logs Insights is about to cost; null where it is not asked. */
export function insightsPriceNote({ insights }: EnginePlan): string | null {
  if (insights.length === 0) return null;
  const what = `CloudWatch Logs Insights is asked about ${insights.length} ${insights.length === 1 ? "span" : "spans"} of access logs`;
  const scanned = scannedBytes(insights);
  return scanned === null
    ? `${what}; AWS does not say how much they hold, so the price is not known (--logs local is free)`
    : `${what}: about ${(scanned / 1e9).toFixed(2)} GB scanned, ${logScanUsd(scanned).toFixed(4)} USD at list price (--logs local is free)`;
}

function costLimit(logs: number, scanned: number | null, maxCostUsd: number): ToolError {
  const limit = `the limit of ${maxCostUsd.toFixed(4)} USD; nothing was spent`;
  if (scanned === null) {
    return new ToolError(
      "E_COST_LIMIT",
      `what CloudWatch Logs Insights scans in ${logs} access logs cannot be told, since AWS does not say how much they hold; there is ${limit}`,
      { hint: "Leave --max-cost out, or give --engine local, which costs nothing." },
    );
  }
  const usd = logScanUsd(scanned);
  return new ToolError(
    "E_COST_LIMIT",
    `reading ${logs} access logs by CloudWatch Logs Insights scans about ${(scanned / 1e9).toFixed(2)} GB: about ${usd.toFixed(4)} USD at list price, over ${limit}`,
    {
      hint: `Give --max-cost ${(Math.ceil(usd * 10_000) / 10_000).toFixed(4)}, look at a shorter window or fewer targets, or give --engine local, which reads a sample and costs nothing.`,
    },
  );
}

function withoutInsights(known: readonly LogQuestionFacts[]): EnginePlan {
  const unreadable = known.filter(({ isInfrequentAccess }) => isInfrequentAccess);
  return {
    local: known.filter(({ isInfrequentAccess }) => !isInfrequentAccess),
    insights: [],
    blindSpots: unreadable.map(({ question, logGroup }) => ({
      source: "access-logs",
      target: question.target.id,
      code: "INFREQUENT_ACCESS",
      hint: `${logGroup} is of the class Infrequent Access, which Logs Insights alone can read, at a price: give --engine insights, and a --max-cost that allows it.`,
    })),
  };
}
