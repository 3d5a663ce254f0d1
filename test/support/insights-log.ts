import { vi } from "vitest";

import { createClients } from "../../src/aws/clients.ts";
import { CostMeter } from "../../src/aws/cost-meter.ts";
import { pauseFor } from "../../src/aws/pause.ts";
import { createLocalBudget } from "../../src/aws/rate-budget.ts";
import { ScanAllowance } from "../../src/aws/scan-allowance.ts";
import type { LogAccess, LogRequest } from "../../src/collectors/logs/log-request.ts";
import type { FaultPlan } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { AccountLogGroup, LogEvent } from "../../src/simulate/account.ts";
import { literalAccount, NOW_MS, REGION } from "../unit/loopback/literal-account.ts";
import { stubAwsEnvironment } from "./stub-aws-environment.ts";

export const START_MS = NOW_MS - 3_600_000;
export const HOUR = { startMs: START_MS, endMs: NOW_MS - 600_000 };

interface ServedLogs {
  readonly loopback: Loopback;
  readonly access: LogAccess;
}

/** An endpoint with these log groups, and how a real client reaches it. */
export async function serveLogs(
  events: Readonly<Record<string, readonly LogEvent[]>>,
  change: {
    readonly group?: Partial<AccountLogGroup>;
    readonly faults?: FaultPlan;
    readonly signal?: AbortSignal;
    readonly maxAttempts?: number;
    readonly maxCostUsd?: number;
  } = {},
): Promise<ServedLogs> {
  stubAwsEnvironment();
  // The other mode slows a client down for seconds after each throttled call.
  vi.stubEnv("AWS_RETRY_MODE", "standard");
  const account = literalAccount({ events });
  const logGroups = () => account.logGroups().map((group) => ({ ...group, ...change.group }));
  const loopback = await startLoopback({ ...account, logGroups }, { faults: change.faults ?? [] });
  const meter = new CostMeter();
  const clients = createClients(
    { region: REGION, endpointUrl: loopback.url, maxAttempts: change.maxAttempts ?? 1 },
    meter,
  );
  const signal = change.signal ?? new AbortController().signal;
  return {
    loopback,
    access: {
      logs: () => clients.cloudWatchLogs(),
      budget: createLocalBudget(),
      pause: pauseFor(loopback.url),
      meter,
      allowance: new ScanAllowance(change.maxCostUsd ?? null),
      region: REGION,
      signal,
    },
  };
}

export function logRequest(logGroup: string, change: Partial<LogRequest> = {}): LogRequest {
  const onProgress = (): void => undefined;
  return { logGroup, window: HOUR, format: undefined, by: ["route"], filter: [], onProgress, ...change };
}

/** Lines as events, at the times given. */
export function toEvents(lines: readonly { readonly timeMs: number; readonly line: string }[]): LogEvent[] {
  return lines.map(({ timeMs, line }, at) => ({
    eventId: `3815${String(at).padStart(9, "0")}`,
    streamName: `stream-${at % 2}`,
    timestampMs: timeMs,
    message: line,
  }));
}
