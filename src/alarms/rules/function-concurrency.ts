/**
 * How many calls of one function run at the same time: against what is reserved for it where that is known, else against
 * what was usual. A function without a reservation shares the Region's, of which account-concurrency knows more.
 *
 * Source: Lambda Developer Guide, "Types of metrics for Lambda functions" (ConcurrentExecutions by FunctionName, Maximum) and
 * "Configuring reserved concurrency"; CloudWatch's recommended-alarm data (2026): above 90 % of the quota, 10 of 10 minutes.
 */
import type { AlarmProposal, ProposedDefinition } from "./alarm-proposal.ts";

const SHARE_PERCENT = 90;
const MINUTES = 10;
/** Far above what any account may run at once. */
const MOST = 1e6;

/** What the alarm has of its own beside its sibling alarms. */
interface FunctionConcurrency extends Pick<AlarmProposal, "search" | "why" | "unlearned"> {
  readonly definition: Omit<ProposedDefinition, "MetricName"> & { readonly MetricName: string };
}

/**
 * A text says why there is none.
 *
 * @param reserved null where it is not known, or nothing is
 * @param periodSeconds of one that is learned: by minutes, a function with few calls has too little history
 * @param toldBy the part of the rule whose alarm says so where there is nothing to learn from
 */
export function functionConcurrency(
  name: string,
  reserved: number | null,
  periodSeconds: number,
  toldBy: string,
): FunctionConcurrency | string {
  if (reserved === 0) return "Its concurrency has no alarm: none is reserved, so every call is throttled.";
  if (reserved === 1) return "Its concurrency has no alarm: the one that is reserved is used up by any call.";
  const definition = (Period: number, Threshold: number) => ({
    MetricName: "ConcurrentExecutions",
    Statistic: "Maximum" as const,
    Period,
    EvaluationPeriods: (MINUTES * 60) / Period,
    DatapointsToAlarm: (MINUTES * 60) / Period,
    Threshold,
    ComparisonOperator: "GreaterThanThreshold" as const,
  });
  if (reserved !== null) {
    return {
      definition: definition(60, Math.floor((reserved * SHARE_PERCENT) / 100)),
      search: null,
      why: `The most calls of ${name} at the same time in a minute, for ${MINUTES} minutes above ${SHARE_PERCENT} % of the ${reserved} that are reserved for it: what comes beyond those is throttled.`,
    };
  }
  const periods = (MINUTES * 60) / periodSeconds;
  const span = periodSeconds === 60 ? "a minute" : `${periodSeconds / 60} minutes`;
  return {
    definition: definition(periodSeconds, 1),
    search: {
      side: "above",
      least: 1,
      most: MOST,
      spans: [{ evaluationPeriods: periods, datapointsToAlarm: periods }],
      catches: ["lambda-throttling"],
    },
    why: `The most calls of ${name} at the same time in ${span}, for ${MINUTES} minutes more than was usual, learned from history since no reservation of it is known: slow calls and retries pile up until the account's concurrency is used up.`,
    unlearned: {
      toldBy,
      why: "Its concurrency has no alarm: no reservation of it is known, and no history of what is usual.",
    },
  };
}
