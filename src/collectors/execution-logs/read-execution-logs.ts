import { isCredentialCode } from "../../aws/classify-error.ts";
import { ExecutionRequests } from "../../logs/execution/execution-requests.ts";
import type { ExecutionSlice } from "../../model/execution-slice.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { ExecutionReading, LogQuestion, OnProgress } from "../account-reader.ts";
import { distinctBlindSpots } from "../blind-spots.ts";
import { describeLogGroup, estimateLogBytes, type LogGroupFacts } from "../logs/describe-log-group.ts";
import { filterLogEvents, type EventReading } from "../logs/filter-log-events.ts";
import type { LogAccess } from "../logs/log-request.ts";
import { planSlices } from "../logs/plan-slices.ts";
import { readFailure } from "../logs/read-failure.ts";
import { someAtOnce } from "../logs/some-at-once.ts";
import { joinAccessLog } from "./join-access-log.ts";
import { executionGroupOf, type ExecutionGroup } from "./execution-group-of.ts";

const QUESTIONS_AT_ONCE = 4;
/** At INFO a request writes dozens of lines, and the failures of a minute are told by a sample: some 16 pages. */
const WANTED_BYTES = 16 << 20;
/** The estimate can be wrong; here reading ends, wherever it is. */
const MOST_BYTES = 2 * WANTED_BYTES;

interface Answer {
  readonly slice: ExecutionSlice | null;
  readonly blindSpots: readonly BlindSpot[];
}

/**
 * Reads spans of execution logs, or even samples of them, event by event, which costs nothing. Stages without one are
 * passed over: that is their configuration, not a failure to look.
 *
 * Errors: E_CREDENTIALS. Everything else that stands in the way is a blind spot.
 */
export async function readExecutionLogs(
  questions: readonly LogQuestion[],
  access: LogAccess,
  onProgress: OnProgress,
): Promise<ExecutionReading> {
  const known = new Map<string, Promise<Found>>();
  const find = (group: ExecutionGroup): Promise<Found> => {
    const [name] = group.names;
    const asked = known.get(name) ?? findGroup(group, access);
    known.set(name, asked);
    return asked;
  };
  const asked = questions.flatMap((question) => {
    const group = executionGroupOf(question.target);
    return group === null ? [] : [{ question, group }];
  });
  let done = 0;
  const report = (): void => onProgress({ step: "logs", scope: access.region, done, total: asked.length });
  if (asked.length > 0) report();
  const answers = await someAtOnce(asked, QUESTIONS_AT_ONCE, async ({ question, group }) => {
    const answer = await readSpan(question, group.level, await find(group), access);
    done += 1;
    report();
    return answer;
  });
  return {
    slices: answers.flatMap(({ slice }) => slice ?? []),
    blindSpots: distinctBlindSpots(answers.flatMap(({ blindSpots }) => blindSpots)),
  };
}

interface Found {
  readonly name: string;
  readonly facts: LogGroupFacts | null;
}

/** Under which of its names the group is there; the usual one where that cannot be told. */
async function findGroup({ names }: ExecutionGroup, access: LogAccess): Promise<Found> {
  for (const name of names) {
    try {
      const facts = await describeLogGroup(name, access);
      if (facts !== null) return { name, facts };
    } catch {
      // Reading it says better what stands in the way.
      break;
    }
  }
  return { name: names[0], facts: null };
}

async function readSpan(
  { target, window }: LogQuestion,
  level: ExecutionGroup["level"],
  { name, facts }: Found,
  access: LogAccess,
): Promise<Answer> {
  const requests = new ExecutionRequests(target.kind === "rest");
  const slices = planSlices(window, estimateLogBytes(facts, window), WANTED_BYTES);
  const reading = await filterLogEvents(
    {
      logGroup: name,
      slices,
      maxBytes: MOST_BYTES,
      onEvents: (events) => {
        for (const { message, timestampMs } of events) requests.add(message, timestampMs);
      },
    },
    access,
  );
  const refused = reading.failures.find(({ code }) => isCredentialCode(code));
  if (refused) throw readFailure(`the log group ${name}`, refused);
  const plannedMs = slices.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const found = requests.finish();
  const slice: ExecutionSlice = {
    target: target.id,
    startMs: window.startMs,
    endMs: window.endMs,
    level,
    sampledShare: reading.coveredMs / (window.endMs - window.startMs),
    isComplete: reading.coveredMs === plannedMs && reading.failures.length === 0,
    ...found,
    failures: [...(await joinAccessLog(target, found.failures, requests, access))],
  };
  const isUnread = reading.coveredMs === 0 && reading.events === 0;
  return { slice: isUnread ? null : slice, blindSpots: blindSpotsOf(slice, name, reading) };
}

function blindSpotsOf(slice: ExecutionSlice, name: string, reading: EventReading): BlindSpot[] {
  const { target, malformed, events } = slice;
  const spot = (code: string, hint: string): BlindSpot => ({ source: "execution-logs", target, code, hint });
  const spots = reading.failures.map(({ code, hint }) => spot(code, `${hint} The log group is ${name}.`));
  if (reading.isCut) {
    const percent = `${(100 * slice.sampledShare).toPrecision(2)} % of the time`;
    spots.push(
      spot(
        "CUT_SHORT",
        `Reading ${name} ended after ${reading.bytes} bytes, with ${percent} read: rare failures may not be seen. Look at a shorter window.`,
      ),
    );
  }
  if (malformed > 0) {
    spots.push(
      spot(
        "UNPARSED",
        `${malformed} of ${events} events of ${name} are no lines of an execution log ("(request id) message") and were left out.`,
      ),
    );
  }
  if (reading.malformed > 0) {
    spots.push(
      spot(
        "BAD_RESPONSE",
        `${reading.malformed} events of ${name} did not have the documented shape and were left out.`,
      ),
    );
  }
  return spots;
}
