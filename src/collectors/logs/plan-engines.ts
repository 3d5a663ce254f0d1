import { logScanUsd } from "../../catalog/prices.ts";
import { ToolError } from "../../core/errors.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { LogQuestion, LogReadOptions } from "../account-reader.ts";
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
  const usd = logScanUsd(wanted.reduce((sum, { estimatedBytes }) => sum + (estimatedBytes ?? 0), 0));
  if (maxCostUsd === null || usd <= maxCostUsd) {
    return { local: known.filter((one) => !isWanted(one)), insights: wanted, blindSpots: [] };
  }
  if (engine === "auto") return withoutInsights(known);
  throw new ToolError(
    "E_COST_LIMIT",
    `reading ${wanted.length} access logs by Logs Insights scans about ${gigabytes(wanted)} GB: about ${usd.toFixed(4)} USD at list price, over the limit of ${maxCostUsd.toFixed(4)} USD; nothing was spent`,
    {
      hint: `Give --max-cost ${(Math.ceil(usd * 10_000) / 10_000).toFixed(4)}, look at a shorter window or fewer targets, or give --engine local, which reads a sample and costs nothing.`,
    },
  );
}

function gigabytes(facts: readonly LogQuestionFacts[]): string {
  return (facts.reduce((sum, { estimatedBytes }) => sum + (estimatedBytes ?? 0), 0) / 1e9).toFixed(2);
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
