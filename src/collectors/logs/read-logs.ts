import { classifyError, isCredentialCode } from "../../aws/classify-error.ts";
import type { LogQuestion, LogReading, LogReadOptions, OnProgress } from "../account-reader.ts";
import { distinctBlindSpots } from "../blind-spots.ts";
import { describeLogGroup, estimateLogBytes, type LogGroupFacts } from "./describe-log-group.ts";
import { insightsAnswer } from "./insights-answer.ts";
import { localSlice, type SliceAnswer } from "./local-slice.ts";
import { logGroupOf } from "./log-group-of.ts";
import type { LogAccess } from "./log-request.ts";
import { insightsPriceNote, planEngines, type LogQuestionFacts } from "./plan-engines.ts";
import { readFailure } from "./read-failure.ts";
import { someAtOnce } from "./some-at-once.ts";

/** A question about a quiet log is a few calls that wait for answers; the Region's rate is kept by the budget. */
const QUESTIONS_AT_ONCE = 4;

/**
 * Answers questions about access logs.
 *
 * Errors: E_COST_LIMIT before anything is spent; E_CREDENTIALS. Everything else that stands in the way is a blind spot.
 */
export async function readLogs(
  questions: readonly LogQuestion[],
  options: LogReadOptions,
  access: LogAccess,
  onProgress: OnProgress,
): Promise<LogReading> {
  const describe = describeOnce(access);
  const found = await someAtOnce(questions, QUESTIONS_AT_ONCE, async (question) => {
    const logGroup = logGroupOf(question.target);
    if (typeof logGroup !== "string") return logGroup;
    const facts = await describe(logGroup);
    const estimatedBytes = estimateLogBytes(facts, question.window);
    return { question, logGroup, estimatedBytes, isInfrequentAccess: facts?.isInfrequentAccess ?? false };
  });
  const plan = planEngines(
    found.filter((one) => "question" in one),
    options,
  );
  const total = plan.local.length + plan.insights.length;
  let done = 0;
  const report = (): void => onProgress({ step: "logs", scope: access.region, done, total });
  const note = insightsPriceNote(plan);
  if (note === null) report();
  else onProgress({ step: "logs", scope: access.region, done, total, note });
  const counted = async (answer: Promise<SliceAnswer>): Promise<SliceAnswer> => {
    const answered = await answer;
    done += 1;
    report();
    return answered;
  };
  const answers = [
    ...(await someAtOnce(plan.insights, QUESTIONS_AT_ONCE, (one) =>
      counted(askInsights(one, options, access)),
    )),
    ...(await someAtOnce(plan.local, QUESTIONS_AT_ONCE, (one) => counted(readLocally(one, access)))),
  ];
  return {
    slices: answers.flatMap(({ slice }) => slice ?? []),
    blindSpots: distinctBlindSpots([
      ...found.filter((one) => "code" in one),
      ...plan.blindSpots,
      ...answers.flatMap(({ blindSpots }) => blindSpots),
    ]),
  };
}

/** Where Logs Insights was only the better choice and fails, a sample is better than nothing. */
async function askInsights(
  one: LogQuestionFacts,
  { engine }: LogReadOptions,
  access: LogAccess,
): Promise<SliceAnswer> {
  const answer = await insightsAnswer(one, access);
  const maySample = engine === "auto" && !one.isInfrequentAccess && !access.signal.aborted;
  if (answer.slice !== null || !maySample) return answer;
  const sample = await readLocally(one, access);
  return { slice: sample.slice, blindSpots: [...answer.blindSpots, ...sample.blindSpots] };
}

function readLocally(
  { question, logGroup, estimatedBytes }: LogQuestionFacts,
  access: LogAccess,
): Promise<SliceAnswer> {
  return localSlice(question, logGroup, estimatedBytes, access);
}

/** What a group holds is a help to plan by: where that cannot be had, reading goes on without it. */
function describeOnce(access: LogAccess): (logGroup: string) => Promise<LogGroupFacts | null> {
  const known = new Map<string, Promise<LogGroupFacts | null>>();
  return (logGroup) => {
    const asked = known.get(logGroup) ?? describeIfAllowed(logGroup, access);
    known.set(logGroup, asked);
    return asked;
  };
}

async function describeIfAllowed(logGroup: string, access: LogAccess): Promise<LogGroupFacts | null> {
  try {
    return await describeLogGroup(logGroup, access);
  } catch (error) {
    const failure = classifyError(error, { action: "logs:DescribeLogGroups", region: access.region });
    if (isCredentialCode(failure.code)) throw readFailure(`the log group ${logGroup}`, failure);
    return null;
  }
}
