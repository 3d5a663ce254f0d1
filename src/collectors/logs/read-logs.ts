import { classifyError, isCredentialCode } from "../../aws/classify-error.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { LogSlice } from "../../model/log-slice.ts";
import type { LogQuestion, LogReading, LogReadOptions, OnProgress } from "../account-reader.ts";
import { distinctBlindSpots } from "../blind-spots.ts";
import { describeLogGroup, estimateLogBytes, type LogGroupFacts } from "./describe-log-group.ts";
import { insightsAnswer } from "./insights-answer.ts";
import { localSlice, type SliceAnswer } from "./local-slice.ts";
import { logGroupOf } from "./log-group-of.ts";
import type { LogAccess } from "./log-request.ts";
import { planEngines, type LogQuestionFacts } from "./plan-engines.ts";
import { readFailure } from "./read-failure.ts";

/**
 * Answers questions about access logs, one after the other: each is read as fast as the Region allows.
 *
 * Errors: E_COST_LIMIT before anything is spent; E_CREDENTIALS. Everything else that stands in the way is a blind spot.
 */
export async function readLogs(
  questions: readonly LogQuestion[],
  options: LogReadOptions,
  access: LogAccess,
  onProgress: OnProgress,
): Promise<LogReading> {
  const blindSpots: BlindSpot[] = [];
  const slices: LogSlice[] = [];
  const known: LogQuestionFacts[] = [];
  const describe = describeOnce(access);
  for (const question of questions) {
    const logGroup = logGroupOf(question.target);
    if (typeof logGroup !== "string") blindSpots.push(logGroup);
    else {
      const facts = await describe(logGroup);
      const estimatedBytes = estimateLogBytes(facts, question.window);
      const isInfrequentAccess = facts?.isInfrequentAccess ?? false;
      known.push({ question, logGroup, estimatedBytes, isInfrequentAccess });
    }
  }
  const plan = planEngines(known, options);
  blindSpots.push(...plan.blindSpots);
  const total = plan.local.length + plan.insights.length;
  let done = 0;
  const report = (): void => onProgress({ step: "logs", scope: access.region, done, total });
  const take = (answer: SliceAnswer): void => {
    if (answer.slice !== null) slices.push(answer.slice);
    blindSpots.push(...answer.blindSpots);
  };
  report();
  for (const one of plan.insights) {
    const answer = await insightsAnswer(one.question, one.logGroup, access);
    take(answer);
    // Where it was only the better choice, a sample is better than nothing.
    const maySample = options.engine === "auto" && !one.isInfrequentAccess && !access.signal.aborted;
    if (answer.slice === null && maySample) take(await readLocally(one, access));
    done += 1;
    report();
  }
  for (const one of plan.local) {
    take(await readLocally(one, access));
    done += 1;
    report();
  }
  return { slices, blindSpots: distinctBlindSpots(blindSpots) };
}

function readLocally(
  { question, logGroup, estimatedBytes }: LogQuestionFacts,
  access: LogAccess,
): Promise<SliceAnswer> {
  return localSlice(question, logGroup, estimatedBytes, access);
}

/** What a group holds is a help to plan by: where that cannot be had, reading goes on without it. */
function describeOnce(access: LogAccess): (logGroup: string) => Promise<LogGroupFacts | null> {
  const known = new Map<string, LogGroupFacts | null>();
  return async (logGroup) => {
    const before = known.get(logGroup);
    if (before !== undefined) return before;
    let facts: LogGroupFacts | null = null;
    try {
      facts = await describeLogGroup(logGroup, access);
    } catch (error) {
      const failure = classifyError(error, { action: "logs:DescribeLogGroups", region: access.region });
      if (isCredentialCode(failure.code)) throw readFailure(`the log group ${logGroup}`, failure);
    }
    known.set(logGroup, facts);
    return facts;
  };
}
