import { compareText } from "../core/order.ts";
import type { LatencyPercentiles, LogGroup, LogReport, LogTopEntry } from "../model/log-report.ts";
import { LATENCIES, TOP_LISTS, type Latency } from "./aggregate/aggregates.ts";
import type { Distributions, GroupAggregate, LogAggregates, TopListName } from "./aggregate/aggregates.ts";
import { quantilesOf } from "./aggregate/distribution.ts";
import { mergeGroup } from "./aggregate/merge-aggregates.ts";
import type { TaskResult } from "./sources/run-tasks.ts";
import { toLogMinutes } from "./to-log-minutes.ts";

const TOP = 10;
const OTHER = "(other)";

/** @param names what each dimension of the groups' keys is called. */
export function toLogReport(result: TaskResult, names: readonly string[]): LogReport {
  const found = result.aggregates;
  const groups = mergeTargets(found.groups.filter(({ requests }) => requests > 0));
  const total = newGroup([]);
  // Their distributions are asked together: merging one group after the other into a growing one takes longer.
  for (const group of groups) mergeGroup(total, { ...group, distributions: [] });
  const keyOf = (key: readonly string[] | null): LogGroup["key"] =>
    Object.fromEntries(names.map((name, at) => [name, key === null ? OTHER : key[at] || null]));
  // What is left over stands last, however much it is.
  const rank = ({ key, requests }: GroupAggregate): number => (key === null ? -1 : requests);
  const byRequests = (left: GroupAggregate, right: GroupAggregate): number =>
    rank(right) - rank(left) || compareText(JSON.stringify(left.key), JSON.stringify(right.key));
  return {
    schemaVersion: 1,
    requests: found.requests,
    unparsed: found.unparsed,
    repaired: found.repaired,
    filtered: found.filtered,
    untimed: found.untimed,
    groups: groups
      .sort(byRequests)
      .map((group) => ({ key: keyOf(group.key), ...toNumbers(group, [group.distributions]) })),
    minutes: toLogMinutes(found.minutes),
    total: toNumbers(
      total,
      groups.map(({ distributions }) => distributions),
    ),
    top: toTop(found),
    slowest: found.worst.map(({ latencyMs, timeMs, status, key, requestId, integrationRequestId }) => ({
      latencyMs,
      time: timeMs === null ? null : new Date(timeMs).toISOString(),
      status: status === 0 ? null : status,
      key: keyOf(key),
      requestId: requestId || null,
      integrationRequestId: integrationRequestId || null,
    })),
    formats: result.descriptions,
    unparsedSamples: found.samples,
    problems: result.problems,
    limits: {
      otherGroups: found.overflow.groups,
      minutes: found.overflow.minutes,
      outcomes: found.overflow.outcomes,
      latencies: found.overflow.latencies,
      tooLongLines: found.tooLong,
    },
  };
}

function newGroup(key: readonly string[] | null): GroupAggregate {
  return {
    target: null,
    key,
    requests: 0,
    byClass: Array<number>(6).fill(0),
    throttled: 0,
    quotaExceeded: 0,
    gatewayErrors: 0,
    bytes: null,
    outcomes: [],
    distributions: LATENCIES.map(() => null),
  };
}

/** The engine keeps targets apart; who wants them apart asks for the stage. */
function mergeTargets(groups: readonly GroupAggregate[]): GroupAggregate[] {
  const merged = new Map<string, GroupAggregate>();
  for (const group of groups) {
    const name = JSON.stringify(group.key);
    const into = merged.get(name) ?? newGroup(group.key);
    merged.set(name, into);
    mergeGroup(into, group);
  }
  return [...merged.values()];
}

function toNumbers(group: GroupAggregate, distributions: readonly Distributions[]): Omit<LogGroup, "key"> {
  const [, , , errors4xx = 0, errors5xx = 0] = group.byClass;
  const of = (latency: Latency): LatencyPercentiles => percentiles(distributions, latency);
  const statuses = group.outcomes.map(({ status, requests }): [string, number] => [
    status === 0 ? "-" : String(status),
    requests,
  ]);
  const types = group.outcomes.flatMap(({ responseType, requests }): [string, number][] =>
    responseType === null ? [] : [[responseType, requests]],
  );
  return {
    requests: group.requests,
    errors4xx,
    errors5xx,
    throttled: group.throttled,
    quotaExceeded: group.quotaExceeded,
    gatewayErrors: group.gatewayErrors,
    bytes: group.bytes,
    latencyMs: of("latency"),
    integrationLatencyMs: of("integrationLatency"),
    overheadMs: of("overhead"),
    authorizerLatencyMs: of("authorizerLatency"),
    authorizeLatencyMs: of("authorizeLatency"),
    authenticateLatencyMs: of("authenticateLatency"),
    wafLatencyMs: of("wafLatency"),
    statuses: summed(statuses),
    responseTypes: summed(types),
  };
}

/** Most first. */
function summed(pairs: readonly [string, number][]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of pairs) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries([...sums].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])));
}

const FRACTIONS = [0.5, 0.9, 0.99];

/** Of all that the rows have of a latency together. */
function percentiles(rows: readonly Distributions[], latency: Latency): LatencyPercentiles {
  const number = LATENCIES.indexOf(latency);
  const [p50 = null, p90 = null, p99 = null] = quantilesOf(
    rows.map((distributions) => distributions[number] ?? null),
    FRACTIONS,
  );
  return { p50, p90, p99 };
}

function toTop(found: LogAggregates): LogReport["top"] {
  const entries = (name: TopListName): LogTopEntry[] => found.top[name].entries.slice(0, TOP);
  const [clients, apiKeys, userAgents, messages] = TOP_LISTS.map(entries);
  return {
    clients: clients ?? [],
    apiKeys: apiKeys ?? [],
    userAgents: userAgents ?? [],
    messages: messages ?? [],
  };
}
