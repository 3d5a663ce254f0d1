// How much is written of the logs of a made-up account. Its stages log up to thousands of lines a second, a day of which
// is gigabytes. A group that has more lines than are wanted is written in part: the first so many milliseconds of every
// minute, of the busiest those of every few minutes, so that all times have their share and within a span nothing is left
// out. What there would be in all is known
// beforehand from the metrics, which count the requests, and from a few spans that tell how many lines a request writes.
import { logGroupOf } from "../../collectors/logs/log-group-of.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS, type Window } from "../../core/window.ts";
import type { Account } from "../../simulate/account.ts";
import type { SimulatedAccount } from "../../simulate/create-account.ts";
import { requestsIn } from "../requests-in.ts";

/** What becomes of one log group. */
export interface LogPlan {
  readonly logGroup: string;
  /** Below the folder that is written to. */
  readonly file: string;
  /** As the account has them; an estimate. */
  readonly expectedLines: number;
  readonly expectedBytes: number;
  /** What is written: the first `lengthMs` of every `everyMinutes` minutes; null: all lines are. */
  readonly sample: { readonly everyMinutes: number; readonly lengthMs: number } | null;
}

/** A day of requests, by blocks as long as the metrics of a day are asked by. */
const PERIOD_SECONDS = 300;
const PROBES = 24;
/** A few seconds' work. */
const MOST_DRAWN = 100_000;
/** So many requests tell how many lines, and how long, a request writes. */
const PROBED_REQUESTS = 240;

/** The account's log groups, of each about `maxLines` lines at most. */
export function planLogs(account: SimulatedAccount, maxLines: number): LogPlan[] {
  const day = dayOf(account);
  return account.logGroups().map(({ name }) => {
    const target = account.targets.find((one) => {
      const groups = [logGroupOf(one), `API-Gateway-Execution-Logs_${one.apiId}/${one.stage}`];
      return groups.includes(name.replace(/\/Canary$/, ""));
    });
    const requests = target === undefined ? 0 : requestsIn(account, target, day, PERIOD_SECONDS);
    const probe = probeLines(account, name, target?.id ?? "", requests, day);
    const expectedLines = Math.round(requests * probe.linesPerRequest);
    const share = maxLines / Math.max(expectedLines, 1);
    return {
      logGroup: name,
      file: `logs/${logFileName(name)}`,
      expectedLines,
      expectedBytes: Math.round(expectedLines * probe.bytesPerLine),
      sample: share >= 1 ? null : sampleOf(share, requests),
    };
  });
}

/** Requests are drawn by whole seconds, so that many short spans of a busy stage would take long. */
function sampleOf(share: number, requests: number): LogPlan["sample"] {
  const drawnInSpan = Math.max(1, (requests * SECOND_MS) / DAY_MS);
  const spans = Math.min(DAY_MS / MINUTE_MS, Math.max(PROBES, MOST_DRAWN / drawnInSpan));
  const everyMinutes = Math.ceil(DAY_MS / MINUTE_MS / spans);
  return { everyMinutes, lengthMs: Math.max(1, Math.floor(share * everyMinutes * MINUTE_MS)) };
}

function probeLines(
  account: SimulatedAccount,
  group: string,
  target: string,
  requests: number,
  day: Window,
): { linesPerRequest: number; bytesPerLine: number } {
  const stepMs = DAY_MS / PROBES;
  const inProbes = (requests * PROBES * MINUTE_MS) / DAY_MS;
  const lengthMs = Math.ceil(Math.min(1, PROBED_REQUESTS / Math.max(inProbes, 1)) * MINUTE_MS);
  let [found, lines, bytes] = [0, 0, 0];
  for (let startMs = day.startMs; startMs < day.endMs; startMs += stepMs) {
    const span = { startMs, endMs: startMs + lengthMs };
    for (const _ of account.requests(target, span)) found += 1;
    for (const line of linesIn(account, group, span)) {
      lines += 1;
      bytes += Buffer.byteLength(line);
    }
  }
  return { linesPerRequest: lines / Math.max(found, 1), bytesPerLine: bytes / Math.max(lines, 1) };
}

/** The lines of a group that are to be written, in the order of time. */
export function* plannedLines(account: Account, plan: LogPlan): Generator<string> {
  const day = dayOf(account);
  if (plan.sample === null) {
    yield* linesIn(account, plan.logGroup, day);
    return;
  }
  const { everyMinutes, lengthMs } = plan.sample;
  for (let startMs = day.startMs; startMs < day.endMs; startMs += everyMinutes * MINUTE_MS)
    yield* linesIn(account, plan.logGroup, { startMs, endMs: startMs + lengthMs });
}

/** Access logs as the lines that were logged; execution logs as events, since a line alone has no time. */
function* linesIn(account: Account, group: string, window: Window): Generator<string> {
  const asEvents = isExecutionLog(group);
  for (const { eventId, streamName, timestampMs, message } of account.logEvents(group, window)) {
    const event = { eventId, logStreamName: streamName, timestamp: timestampMs, message };
    yield `${asEvents ? JSON.stringify(event) : message}\n`;
  }
}

/** Single requests are kept for a day. */
function dayOf({ nowMs }: Account): Window {
  return { startMs: nowMs - DAY_MS, endMs: nowMs };
}

function isExecutionLog(group: string): boolean {
  return group.startsWith("API-Gateway-Execution-Logs");
}

/** Group names hold slashes and whatever an API is called. */
function logFileName(group: string): string {
  return `${group.replace(/^\/+/, "").replace(/[^\w.-]+/g, "_")}.${isExecutionLog(group) ? "ndjson" : "log"}`;
}
