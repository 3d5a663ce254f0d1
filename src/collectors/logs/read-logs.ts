import { classifyError, isCredentialCode } from "../../aws/classify-error.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { LogSlice } from "../../model/log-slice.ts";
import type { LogQuestion, LogReading, LogReadOptions, OnProgress } from "../account-reader.ts";
import { distinctBlindSpots } from "../blind-spots.ts";
import { describeLogGroup, estimateLogBytes, type LogGroupFacts } from "./describe-log-group.ts";
import { localSlice } from "./local-slice.ts";
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
  const total = plan.local.length;
  const report = (done: number): void => onProgress({ step: "logs", scope: access.region, done, total });
  report(0);
  for (const [index, { question, logGroup, estimatedBytes }] of plan.local.entries()) {
    const answer = await localSlice(question, logGroup, estimatedBytes, access);
    if (answer.slice !== null) slices.push(answer.slice);
    blindSpots.push(...answer.blindSpots);
    report(index + 1);
  }
  return { slices, blindSpots: distinctBlindSpots(blindSpots) };
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
