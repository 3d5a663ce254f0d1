import { accountOfRole } from "../aws/account-of-role.ts";
import { classifyError, isCredentialCode } from "../aws/classify-error.ts";
import { createClients, type AwsOptions } from "../aws/clients.ts";
import { CostMeter } from "../aws/cost-meter.ts";
import { pauseFor } from "../aws/pause.ts";
import { budgetFor } from "../aws/rate-budget.ts";
import { ScanAllowance } from "../aws/scan-allowance.ts";
import { ToolError } from "../core/errors.ts";
import type { Window } from "../core/window.ts";
import type {
  AccountReader,
  MetricListing,
  MetricQuery,
  OnProgress,
  TargetFilter,
} from "./account-reader.ts";
import { readAlarmHistory, type AlarmHistory } from "./alarms/alarm-history.ts";
import { describeAlarms, type AlarmReading } from "./alarms/describe-alarms.ts";
import { readMuteRules, type MuteRuleReading } from "./alarms/read-mute-rules.ts";
import { readTopics, type TopicReading } from "./alarms/read-topics.ts";
import { distinctBlindSpots } from "./blind-spots.ts";
import { readChanges } from "./changes/read-changes.ts";
import { readExecutionLogs } from "./execution-logs/read-execution-logs.ts";
import { awsControlPlane } from "./inventory/control-plane.ts";
import { collectHttpAndWebSocket } from "./inventory/http-websocket.ts";
import { collectRest } from "./inventory/rest.ts";
import { listMetrics } from "./list-metrics.ts";
import type { LogAccess } from "./logs/log-request.ts";
import { readLogs } from "./logs/read-logs.ts";
import { awsMetricData } from "./metric-data.ts";
import { collectEstate, type EstateReading } from "./posture/collect-estate.ts";
import { readMetrics } from "./read-metrics.ts";
import { readTraces } from "./traces/read-traces.ts";
import { TraceAllowance } from "./traces/trace-allowance.ts";
import { xraySource } from "./traces/xray-source.ts";

export interface AwsReaderOptions extends AwsOptions {
  readonly region: string;
  /** "Now" of the run; decides which metric quota a call falls under. */
  readonly nowMs: number;
}

/** A live reader, and the way to end it. */
export interface AwsAccountReader extends AccountReader {
  /** All that is set up, for the audit. */
  readEstate(filter: TargetFilter, onProgress: OnProgress): Promise<EstateReading>;
  readAlarms(): Promise<AlarmReading>;
  readMuteRules(): Promise<MuteRuleReading>;
  /** @param alarmName null: of every alarm. */
  readAlarmHistory(window: Window, alarmName: string | null): Promise<AlarmHistory>;
  /** @param arns of SNS topics of this region. */
  readTopics(arns: readonly string[]): Promise<TopicReading>;
  /** Ends what still reads logs, and closes idle connections, so that a process can end. */
  close(): void;
}

/** Reads one region of the account that the credentials belong to. */
export function awsAccountReader(options: AwsReaderOptions): AwsAccountReader {
  const { region, nowMs } = options;
  const meter = new CostMeter();
  const clients = createClients(options, meter);
  const endpointUrl = options.endpointUrl ?? process.env["AWS_ENDPOINT_URL"];
  const budget = budgetFor(region, endpointUrl);
  const pause = pauseFor(endpointUrl);
  const ending = new AbortController();
  let account: Promise<string | null> | undefined;
  let listing: Promise<MetricListing> | undefined;

  const accountId = (): Promise<string | null> => {
    account ??= readAccountId(clients, region);
    return account;
  };

  const logAccess = (maxCostUsd: number | null): LogAccess => ({
    logs: () => clients.cloudWatchLogs(),
    budget,
    pause,
    meter,
    allowance: new ScanAllowance(maxCostUsd),
    region,
    signal: ending.signal,
  });

  return {
    origin: "aws",
    region,
    accountId,
    expectedAccountId: accountOfRole(options.roleArn),
    inventory: async (filter, onProgress) => {
      let done = 0;
      let total = 0;
      const report = () => onProgress({ step: "inventory", scope: region, done, total });
      const context = {
        plane: awsControlPlane(clients, budget),
        region,
        filter,
        onFound: (apis: number) => {
          total += apis;
          report();
        },
        onRead: () => {
          done += 1;
          report();
        },
      };
      const [rest, others, id] = await Promise.all([
        collectRest(context),
        collectHttpAndWebSocket(context),
        accountId(),
      ]);
      return {
        targets: [...rest.targets, ...others.targets].map((target) => ({ ...target, accountId: id })),
        unread: [...rest.unread, ...others.unread],
        blindSpots: distinctBlindSpots([...rest.blindSpots, ...others.blindSpots]),
      };
    },
    listMetrics: () => {
      listing ??= listMetrics(clients, budget, region);
      return listing;
    },
    readMetrics: (queries, onProgress) => {
      let done = 0;
      return readMetrics(queries, {
        fetch: awsMetricData(clients, budget, meter),
        region,
        nowMs,
        onDone: (count) => {
          done += count;
          onProgress({ step: "metrics", scope: region, done, total: queries.length });
        },
      });
    },
    readEstate: async (filter, onProgress) => {
      const readAlarms = () => describeAlarms(clients, budget, region);
      const fetch = awsMetricData(clients, budget, meter);
      const ask = (queries: readonly MetricQuery[]) =>
        readMetrics(queries, { fetch, region, nowMs, onDone: () => undefined });
      const access = { clients, budget, region, readAlarms, ask };
      return collectEstate(access, filter, await accountId(), nowMs, onProgress);
    },
    readAlarms: () => describeAlarms(clients, budget, region),
    readMuteRules: () => readMuteRules(clients, budget, region),
    readAlarmHistory: (window, alarmName) => readAlarmHistory(clients, budget, region, window, alarmName),
    readTopics: (arns) => readTopics(clients, budget, region, arns),
    readLogs: (questions, how, onProgress) => readLogs(questions, how, logAccess(how.maxCostUsd), onProgress),
    readExecutionLogs: (questions, onProgress) => readExecutionLogs(questions, logAccess(null), onProgress),
    readTraces: (questions, how, onProgress) => {
      const allowance = new TraceAllowance(how.maxCostUsd);
      const logs = logAccess(how.maxCostUsd);
      const source = xraySource({ xray: () => clients.xray(), budget, meter, allowance, logs });
      return readTraces(questions, how, source, region, onProgress);
    },
    readChanges: (questions, onProgress) => {
      const readHistory = (window: Window) => readAlarmHistory(clients, budget, region, window, null);
      const readAlarms = () => describeAlarms(clients, budget, region);
      return readChanges(questions, { clients, budget, region, readHistory, readAlarms }, onProgress);
    },
    cost: () => meter.cost(),
    close: () => {
      ending.abort();
      clients.destroy();
    },
  };
}

/** Private networks often have no way to STS: a run shall not wait for it through all retries. */
const IDENTITY_TIMEOUT_MS = 10_000;

/**
 * Whose account it is. Needs no permission, so it also tells whether the credentials work at all.
 *
 * Errors: E_CREDENTIALS where they do not.
 */
async function readAccountId(
  clients: ReturnType<typeof createClients>,
  region: string,
): Promise<string | null> {
  try {
    const { GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
    const client = await clients.sts();
    const abortSignal = AbortSignal.timeout(IDENTITY_TIMEOUT_MS);
    const { Account } = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
    return Account ?? null;
  } catch (error) {
    const { code, hint } = classifyError(error, { action: "sts:GetCallerIdentity", region });
    if (!isCredentialCode(code)) return null;
    throw new ToolError("E_CREDENTIALS", `cannot read AWS in ${region}: ${code}`, { hint, cause: error });
  }
}
