import { ToolError } from "../../core/errors.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { insightsSlice } from "./insights/insights-slice.ts";
import type { SliceAnswer } from "./local-slice.ts";
import type { LogAccess } from "./log-request.ts";
import type { LogQuestionFacts } from "./plan-engines.ts";

/**
 * Answers a question by Logs Insights; a failure is a blind spot.
 *
 * Errors: E_CREDENTIALS where there are none that work.
 */
export async function insightsAnswer(
  { question, logGroup, estimatedBytes }: LogQuestionFacts,
  access: LogAccess,
): Promise<SliceAnswer> {
  const blind = (code: string, hint: string): BlindSpot => ({
    source: "access-logs",
    target: question.target.id,
    code,
    hint,
  });
  try {
    const slice = await insightsSlice(question, { logGroups: [logGroup], estimatedBytes }, access);
    if (slice.requests === 0 && slice.unparsed > 0) {
      const hint = `None of the ${slice.unparsed} lines of ${logGroup} is an access log that Logs Insights can understand.`;
      return { slice: null, blindSpots: [blind("UNPARSED", hint)] };
    }
    if (slice.isComplete) return { slice, blindSpots: [] };
    const hint = `Not every query of Logs Insights about ${logGroup} was answered to its end, for a failure or for what it costs: counts, latencies or the most frequent clients and messages may be too low or missing.`;
    return { slice, blindSpots: [blind("PARTIAL_DATA", hint)] };
  } catch (error) {
    if (access.signal.aborted) {
      return { slice: null, blindSpots: [blind("CUT_SHORT", `Reading ${logGroup} was interrupted.`)] };
    }
    if (!(error instanceof ToolError) || error.code === "E_CREDENTIALS") throw error;
    const hint = [error.message, error.hint].filter((text) => text !== undefined).join(": ");
    return { slice: null, blindSpots: [blind(error.code.replace(/^E_/, ""), hint)] };
  }
}
