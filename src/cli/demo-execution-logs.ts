import type { LogQuestion } from "../collectors/account-reader.ts";
import { executionGroupOf } from "../collectors/execution-logs/execution-group-of.ts";
import { MINUTE_MS } from "../core/window.ts";
import { ExecutionRequests } from "../logs/execution/execution-requests.ts";
import type { ExecutionSlice } from "../model/execution-slice.ts";
import type { Account } from "../simulate/account.ts";
import { requestsIn } from "./requests-in.ts";

/** About as many requests are drawn of a span: what fails in a busy stage is told by a few. */
const MOST_REQUESTS = 250;

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
    for (const { message } of account.logEvents(name, { startMs, endMs: startMs + stepMs }))
      requests.add(message);
  return {
    target: target.id,
    ...window,
    level: group.level,
    sampledShare: stepMs / MINUTE_MS,
    isComplete: true,
    ...requests.finish(),
  };
}
