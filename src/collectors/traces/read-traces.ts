import { classifyError, isCredentialCode, type ClassifiedError } from "../../aws/classify-error.ts";
import { SPANS_LOG_GROUP } from "../../catalog/spans-log-group.ts";
import { errorWithHint, ToolError } from "../../core/errors.ts";
import type { Window } from "../../core/window.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { Trace, TraceSlice } from "../../model/trace.ts";
import type { OnProgress, TraceQuestion, TraceReading, TraceReadOptions } from "../account-reader.ts";
import { distinctBlindSpots } from "../blind-spots.ts";
import { readFailure } from "../logs/read-failure.ts";
import { someAtOnce } from "../logs/some-at-once.ts";
import { findExtremes } from "./find-extremes.ts";
import { MOST_LOG_BYTES } from "./log-request-ids.ts";
import { matchByLog, withCanary } from "./match-by-log.ts";
import { sampleEvenly, type EvenSample } from "./sample-evenly.ts";
import { UnpricedSearch } from "./search-spans.ts";
import { toTrace } from "./to-trace.ts";
import type { FetchedTraces, TraceSource } from "./trace-source.ts";
import { whyUntraced } from "./why-untraced.ts";

const QUESTIONS_AT_ONCE = 2;

/**
 * Answers questions about traces.
 *
 * Errors: E_CREDENTIALS. Everything else that stands in the way is a blind spot.
 */
export async function readTraces(
  questions: readonly TraceQuestion[],
  options: TraceReadOptions,
  source: TraceSource,
  region: string,
  onProgress: OnProgress,
): Promise<TraceReading> {
  let done = 0;
  const answers = await someAtOnce(questions, QUESTIONS_AT_ONCE, async (question) => {
    const answer = await readOne(question, options, source, region);
    done += 1;
    onProgress({ step: "traces", scope: region, done, total: questions.length });
    return answer;
  });
  return {
    slices: answers.flatMap(({ slice }) => slice ?? []),
    blindSpots: distinctBlindSpots(answers.flatMap(({ blindSpots }) => blindSpots)),
  };
}

interface Answer {
  readonly slice: TraceSlice | null;
  readonly blindSpots: readonly BlindSpot[];
}

async function readOne(
  { target, window }: TraceQuestion,
  options: TraceReadOptions,
  source: TraceSource,
  region: string,
): Promise<Answer> {
  const untraced = whyUntraced(target);
  if (untraced !== null) return { slice: null, blindSpots: [untraced] };
  const blindSpots: BlindSpot[] = [];
  const failed = (error: unknown, action: string): void => {
    if (error instanceof ToolError) {
      if (error.code === "E_CREDENTIALS") throw error;
      const isOver = error.code === "E_COST_LIMIT" && !(error instanceof UnpricedSearch);
      blindSpots.push(isOver ? overLimit(target) : spansUnread(target, error));
      return;
    }
    const { code, hint } = classified({ error, action }, region);
    blindSpots.push({ source: "xray", target: target.id, code, hint: `${hint} ${LOST}` });
  };
  const sample = await sampleEvenly(target, window, options.mostTraces, source).catch((error: unknown) => {
    failed(error, "xray:GetTraceSummaries");
    return null;
  });
  if (sample === null) return { slice: null, blindSpots };
  const extremes =
    options.withExtremes && !isWhole(sample, window)
      ? await findExtremes(target, window, sample, source)
      : null;
  if (!sample.isComplete || extremes?.isCut === true) blindSpots.push(overLimit(target));
  if (extremes?.error !== undefined) failed(extremes.error, "xray:GetTraceSummaries");
  if (sample.error !== undefined) failed(sample.error, "logs:StartQuery");

  const picks = new Map<string, Trace["pick"]>();
  for (const { id } of extremes?.slow ?? []) picks.set(id, "slow");
  for (const { id } of extremes?.faulty ?? []) picks.set(id, "faulty");
  for (const { id } of sample.picked) picks.set(id, "sample");
  const fetched = await source.fetch([...picks.keys()], window);
  const traces = fetched.traces.map((one) => toTrace(one, picks.get(one.id) ?? "sample"));
  const missing = picks.size - traces.length;
  const { failure } = fetched;
  if (missing > 0) {
    if (failure === undefined)
      blindSpots.push(source.hasAllowance() ? notThere(target, missing) : overLimit(target));
    else if (traces.length === 0) failed(failure.error, failure.action);
    else blindSpots.push(notThere(target, missing, whyFailed(failure, region)));
  }
  const match =
    target.kind === "rest"
      ? await withCanary(traces, target, window, source)
      : await matchByLog(traces, target, window, source, (error) => failed(error, "logs:FilterLogEvents"));
  if (match === null) return { slice: null, blindSpots: [...blindSpots, withoutIds(target)] };
  if (match.untold > 0) blindSpots.push(untold(target, match.untold, traces.length));
  const { startMs, endMs } = window;
  const lookedMs = sample.looked.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
  const isSearched = sample.isComplete && extremes?.isCut !== true;
  const hasFailed = sample.error !== undefined || extremes?.error !== undefined;
  const slice: TraceSlice = {
    target: target.id,
    startMs,
    endMs,
    found: sample.found,
    sampledShare: endMs > startMs ? lookedMs / (endMs - startMs) : 0,
    isComplete: isSearched && !hasFailed && missing === 0,
    traces: match.traces.toSorted((left, right) => left.startMs - right.startMs),
  };
  return { slice, blindSpots };
}

/** Errors: E_CREDENTIALS, since nothing else can be asked then either. */
function whyFailed(failure: Failure, region: string): string {
  const { error } = failure;
  if (!(error instanceof ToolError)) return classified(failure, region).hint;
  if (error.code === "E_CREDENTIALS") throw error;
  return errorWithHint(error);
}

type Failure = NonNullable<FetchedTraces["failure"]>;

/** What a failed call means for the user. Errors: E_CREDENTIALS, as above. */
function classified({ error, action }: Failure, region: string): ClassifiedError {
  const failure = classifyError(error, { action, region });
  if (isCredentialCode(failure.code)) throw readFailure("traces", failure);
  return failure;
}

/** All that is there has been picked: nothing slower or faultier is left to be found. */
function isWhole({ picked, found, looked }: EvenSample, window: Window): boolean {
  const lookedMs = looked.reduce((sum, span) => sum + span.endMs - span.startMs, 0);
  return picked.length === found && lookedMs >= window.endMs - window.startMs;
}

const LOST = "What takes the time, or fails, behind the integration is not told.";

function overLimit({ id }: Target): BlindSpot {
  const hint = `Not all traces that were wanted were looked for: the limit of --max-cost is reached. ${LOST}`;
  return { source: "xray", target: id, code: "COST_LIMIT", hint };
}

function spansUnread({ id }: Target, error: ToolError): BlindSpot {
  const why = errorWithHint(error);
  return {
    source: "xray",
    target: id,
    code: error.code.replace(/^E_/, ""),
    hint: `Where Transaction Search is on, most traces are in the log group ${SPANS_LOG_GROUP} alone: ${why} ${LOST}`,
  };
}

function notThere({ id }: Target, count: number, why: string | null = null): BlindSpot {
  const what = `${count} of the traces that were found could not be retrieved; nothing was made of them.`;
  return { source: "xray", target: id, code: "PARTIAL_DATA", hint: why === null ? what : `${what} ${why}` };
}

/** As log-request-ids.ts reads it. */
const LOG_LIMIT = `${MOST_LOG_BYTES / 1e6} MB`;

function untold({ id, kind }: Target, count: number, of: number): BlindSpot {
  const lost =
    kind === "rest"
      ? "whether the canary served those that were not found there is not told."
      : "those that were not found there are left out, although they may be this API's.";
  const hint = `The access log of the traces' time was not read to its end (${LOG_LIMIT} at most at a time), and ${count} of ${of} traces were not found in what was read: ${lost}`;
  return { source: "xray", target: id, code: "PARTIAL_DATA", hint };
}

function withoutIds({ id }: Target): BlindSpot {
  const hint =
    "X-Ray traces REST APIs alone. Of other APIs the functions' traces are matched by the access log, which names no integration request ids here: add $context.integration.requestId to its Format.";
  return { source: "xray", target: id, code: "NOT_CONFIGURED", hint };
}
