import type { LogQuestion } from "../collectors/account-reader.ts";
import { executionGroupOf } from "../collectors/execution-logs/execution-group-of.ts";
import { accessLogWithIds, toLookups } from "../collectors/execution-logs/join-access-log.ts";
import { MINUTE_MS, SECOND_MS } from "../core/window.ts";
import { ExecutionRequests } from "../logs/execution/execution-requests.ts";
import { joinAccessLines } from "../logs/execution/join-access-lines.ts";
import type { ExecutionFailure, ExecutionSlice } from "../model/execution-slice.ts";
import type { Target } from "../model/target.ts";
import type { Account } from "../simulate/account.ts";
import { requestsIn } from "./requests-in.ts";

/** About as many requests are drawn of a span: what fails in a busy stage is told by a few. */
const MOST_REQUESTS = 250;
/** Each draws the requests of its second. */
const MOST_LOOKUPS = 12;

/** A span of a simulated target's execution log; null where it has none. Of a busy one the first part of each minute. */
export function demoExecutionSlice(account: Account, { target, window }: LogQuestion): ExecutionSlice | null {
  const group = executionGroupOf(target);
  const name = group?.names.find((one) => account.logGroups().some((known) => known.name === one));
  if (group === null || name === undefined) return null;
  const requests = new ExecutionRequests(target.kind === "rest");
  const share = Math.min(
    1,
    MOST_REQUESTS / Math.max(1, requestsIn(account, target, window, MINUTE_MS / 1_000)),
  );
  const stepMs = Math.max(1, Math.round(share * MINUTE_MS));
  for (let startMs = window.startMs; startMs < window.endMs; startMs += MINUTE_MS)
    for (const { message, timestampMs } of account.logEvents(name, { startMs, endMs: startMs + stepMs }))
      requests.add(message, timestampMs);
  const found = requests.finish();
  return {
    target: target.id,
    ...window,
    level: group.level,
    sampledShare: stepMs / MINUTE_MS,
    isComplete: true,
    ...found,
    failures: joined(account, target, found.failures, requests),
  };
}

function joined(
  account: Account,
  target: Target,
  failures: readonly ExecutionFailure[],
  requests: ExecutionRequests,
): ExecutionFailure[] {
  const log = accessLogWithIds(target);
  if (log === null) return [...failures];
  const lookups = toLookups(failures, requests, MOST_LOOKUPS);
  const lines = lookups.flat().flatMap(({ timeMs }) => {
    const around = { startMs: timeMs - SECOND_MS, endMs: timeMs + SECOND_MS };
    return [...account.logEvents(log.logGroup, around)].map(({ message }) => message);
  });
  return joinAccessLines(failures, lookups, lines, log.layout);
}
