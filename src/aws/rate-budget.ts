import PQueue from "p-queue";

import { ALARM_CALLS_PER_SECOND } from "../catalog/alarm-limits.ts";
import {
  CONTROL_PLANE_PER_SECOND,
  DATAPOINTS_PER_SECOND,
  DESCRIBE_LOG_GROUPS_PER_SECOND,
  filterLogEventsPerSecond,
  GET_QUERY_RESULTS_PER_SECOND,
  GET_RESOURCES_PER_2_SECONDS,
  LIST_METRICS_PER_SECOND,
  LOOKUP_EVENTS_PER_SECOND,
  MAX_DATAPOINTS,
  METRIC_FILTER_CALLS_PER_SECOND,
  MUTE_RULE_CALLS_PER_SECOND,
  START_QUERY_PER_SECOND,
  TOPIC_CALLS_PER_SECOND,
  TRACE_CALLS_PER_SECOND,
} from "../catalog/api-limits.ts";
import { SECOND_MS } from "../core/window.ts";
import { isLocalEndpoint } from "./is-local-endpoint.ts";

/** What shares a limit. The two kinds of GetMetricData have quotas of their own in datapoints. */
export type BudgetName =
  | "control-plane"
  | "control-plane-resources"
  | "list-metrics"
  | "describe-alarms"
  | "describe-alarm-history"
  | "put-alarms"
  | "list-alarm-tags"
  | "metric-filters"
  | "list-mute-rules"
  | "get-mute-rule"
  | "topic-attributes"
  | "metric-data-recent"
  | "metric-data-older"
  | "filter-log-events"
  | "describe-log-groups"
  | "start-query"
  | "get-query-results"
  | "lookup-events"
  | "traces";

/** Waits until a call may start, and runs it. */
export type RateBudget = <T>(name: BudgetName, call: () => Promise<T>) => Promise<T>;

/** The shortest time between the starts of two calls, so that no second holds more of them than allowed. */
function spacingMs(name: BudgetName, region: string): number {
  return name === "filter-log-events" ? SECOND_MS / filterLogEventsPerSecond(region) : SPACING_MS[name];
}

const SPACING_MS: Readonly<Record<Exclude<BudgetName, "filter-log-events">, number>> = {
  "control-plane": SECOND_MS / CONTROL_PLANE_PER_SECOND,
  "control-plane-resources": (2 * SECOND_MS) / GET_RESOURCES_PER_2_SECONDS,
  "list-metrics": SECOND_MS / LIST_METRICS_PER_SECOND,
  "describe-alarms": SECOND_MS / ALARM_CALLS_PER_SECOND.DescribeAlarms,
  "describe-alarm-history": SECOND_MS / ALARM_CALLS_PER_SECOND.DescribeAlarmHistory,
  // All that changes alarms, together.
  "put-alarms": SECOND_MS / ALARM_CALLS_PER_SECOND.PutMetricAlarm,
  "list-alarm-tags": SECOND_MS / ALARM_CALLS_PER_SECOND.ListTagsForResource,
  "metric-filters": SECOND_MS / METRIC_FILTER_CALLS_PER_SECOND,
  "list-mute-rules": SECOND_MS / MUTE_RULE_CALLS_PER_SECOND.list,
  "get-mute-rule": SECOND_MS / MUTE_RULE_CALLS_PER_SECOND.get,
  "topic-attributes": SECOND_MS / TOPIC_CALLS_PER_SECOND,
  "metric-data-recent": (SECOND_MS * MAX_DATAPOINTS) / DATAPOINTS_PER_SECOND.recent,
  "metric-data-older": (SECOND_MS * MAX_DATAPOINTS) / DATAPOINTS_PER_SECOND.older,
  "describe-log-groups": SECOND_MS / DESCRIBE_LOG_GROUPS_PER_SECOND,
  "start-query": SECOND_MS / START_QUERY_PER_SECOND,
  "get-query-results": SECOND_MS / GET_QUERY_RESULTS_PER_SECOND,
  "lookup-events": SECOND_MS / LOOKUP_EVENTS_PER_SECOND,
  traces: SECOND_MS / TRACE_CALLS_PER_SECOND,
};

/** Enough for the spacing to be the limit while answers take a second, and few enough for memory. */
const CONCURRENCY = 4;

/** A page of log events is up to 1 MB and can take a second: as many at once as its rate asks for, up to this. */
export const LOG_EVENTS_AT_ONCE = 10;

/**
 * One budget for all that talks to one region of one account. Calls of a name start in the order in which they
 * were asked for. GetResources is a control-plane call as well, so it waits for both.
 */
export function createRateBudget(region: string): RateBudget {
  const queues = new Map<BudgetName, PQueue>();
  const queue = (name: BudgetName): PQueue => {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const concurrency = name === "filter-log-events" ? LOG_EVENTS_AT_ONCE : CONCURRENCY;
    const made = new PQueue({ concurrency, intervalCap: 1, interval: spacingMs(name, region) });
    queues.set(name, made);
    return made;
  };
  const run: RateBudget = async (name, call) => {
    if (name !== "control-plane-resources") return settled(queue(name), call);
    return settled(queue(name), () => run("control-plane", call));
  };
  return run;
}

/** For an endpoint on this machine, which has no quota that others share: only the concurrency is bounded. */
export function createLocalBudget(): RateBudget {
  const queue = new PQueue({ concurrency: CONCURRENCY });
  return (_name, call) => settled(queue, call);
}

/** An endpoint on this machine has no quota to keep. */
export function budgetFor(region: string, endpointUrl: string | undefined): RateBudget {
  return isLocalEndpoint(endpointUrl) ? createLocalBudget() : createRateBudget(region);
}

/** p-queue may resolve without a value (a timeout, which is not used here), and its types say so. */
async function settled<T>(queue: PQueue, call: () => Promise<T>): Promise<T> {
  let outcome: { value: T } | undefined;
  await queue.add(async () => {
    outcome = { value: await call() };
  });
  if (outcome === undefined) throw new Error("a queued call ended without an outcome");
  return outcome.value;
}
