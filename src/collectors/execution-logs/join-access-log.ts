import { MINUTE_MS, SECOND_MS, type Window } from "../../core/window.ts";
import type { ExecutionRequests, FailedRequest } from "../../logs/execution/execution-requests.ts";
import { joinAccessLines } from "../../logs/execution/join-access-lines.ts";
import { compileFormat } from "../../logs/layout/compile-format.ts";
import type { Layout } from "../../logs/layout/layout.ts";
import type { ExecutionFailure } from "../../model/execution-slice.ts";
import type { Target } from "../../model/target.ts";
import { filterLogEvents } from "../logs/filter-log-events.ts";
import { logGroupOf } from "../logs/log-group-of.ts";
import type { LogAccess } from "../logs/log-request.ts";

/** Requests that are looked up of one span, and how many of them in one question: a pattern has at most 1,024 characters. */
const MOST_LOOKUPS = 60;
const IDS_A_QUESTION = 20;
const MOST_QUESTIONS = 6;
/** What is asked for together lies within this time. */
const TOGETHER_MS = MINUTE_MS;
/** The access log has the time at which a request came, or at which it ended. */
const MARGIN_MS = 30 * SECOND_MS;
const MOST_BYTES = 1e6;

/**
 * The failures of a span with what the target's access log says of some of their requests, looked up by request id: routes and
 * clients are in no line of an execution log at the level ERROR. AWS looks for the ids, so that little is read.
 *
 * Edge cases: failures as they are where there is no such log, its Format names no request id, or it cannot be read, which
 * whoever reads that log for its own sake tells.
 */
export async function joinAccessLog(
  target: Target,
  failures: readonly ExecutionFailure[],
  requests: ExecutionRequests,
  access: LogAccess,
): Promise<readonly ExecutionFailure[]> {
  const log = accessLogWithIds(target);
  const lookups = toLookups(failures, requests);
  if (log === null || lookups.every((own) => own.length === 0)) return failures;
  const lines: string[] = [];
  for (const { ids, window } of questionsOf(lookups.flat())) {
    await filterLogEvents(
      {
        logGroup: log.logGroup,
        slices: [window],
        maxBytes: MOST_BYTES,
        pattern: ids.map((id) => `?"${id}"`).join(" "),
        onEvents: (events) => lines.push(...events.map(({ message }) => message)),
      },
      access,
    );
  }
  return joinAccessLines(failures, lookups, lines, log.layout);
}

/** A target's access log, where its lines name their requests; null where there is none of that kind. */
export function accessLogWithIds(
  target: Target,
): { readonly logGroup: string; readonly layout: Layout } | null {
  const logGroup = logGroupOf(target);
  const format = target.configuration?.accessLog?.format;
  if (typeof logGroup !== "string" || format === undefined) return null;
  try {
    const layout = compileFormat(format);
    const hasIds = layout.fields.some((field) => field === "requestId" || field === "extendedRequestId");
    return hasIds ? { logGroup, layout } : null;
  } catch {
    // A Format that cannot be understood.
    return null;
  }
}

/** Of each failure some, the most frequent ones first. */
export function toLookups(
  failures: readonly ExecutionFailure[],
  requests: ExecutionRequests,
  most = MOST_LOOKUPS,
): readonly (readonly FailedRequest[])[] {
  let left = most;
  return failures.map((failure) => {
    const own = requests.lookups(failure).slice(0, left);
    left -= own.length;
    return own;
  });
}

/** Requests near each other are asked for together; of questions that are too many, as many, evenly over time. */
function questionsOf(lookups: readonly FailedRequest[]): { ids: string[]; window: Window }[] {
  const groups: FailedRequest[][] = [];
  for (const request of lookups.filter(isPlain).sort((left, right) => left.timeMs - right.timeMs)) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    const fits = last !== undefined && first !== undefined && last.length < IDS_A_QUESTION;
    if (fits && request.timeMs - first.timeMs <= TOGETHER_MS) last.push(request);
    else groups.push([request]);
  }
  const step = Math.max(1, groups.length / MOST_QUESTIONS);
  const asked = groups.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  return asked.map((group) => ({
    ids: group.map(({ requestId }) => requestId),
    window: {
      startMs: (group[0]?.timeMs ?? 0) - MARGIN_MS,
      endMs: (group.at(-1)?.timeMs ?? 0) + MARGIN_MS,
    },
  }));
}

/** Nothing in it has a meaning of its own in a filter pattern. */
function isPlain({ requestId }: FailedRequest): boolean {
  return /^[\w=+/-]{1,40}$/.test(requestId);
}
