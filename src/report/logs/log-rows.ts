import type { LogGroup, LogReport } from "../../model/log-report.ts";
import { escapeText } from "../text/escape.ts";
import { formatCount, formatMs, formatRatio, UNKNOWN } from "../text/format.ts";
import { formatWhole } from "./format-whole.ts";

export const GROUP_HEAD = [
  "REQS",
  "4XX",
  "5XX",
  "THROTTLED",
  "P50",
  "P90",
  "P99",
  "INTEGRATION P99",
  "GATEWAY P99",
] as const;

/** The lists of what is most frequent: which, its title, and what an entry is. */
export const TOP_TITLES = [
  ["messages", "Errors, by message", "message"],
  ["clients", "Clients", "address"],
  ["apiKeys", "API keys", "key"],
  ["userAgents", "User agents", "agent"],
] as const;

/** The whole of a request's time, then its parts in the order in which it meets them; `isPart` for those within the gateway. */
export const PHASES = [
  { key: "latencyMs", name: "total", tone: "total", isPart: false },
  { key: "wafLatencyMs", name: "WAF", tone: "good", isPart: true },
  { key: "authenticateLatencyMs", name: "authenticate", tone: "good", isPart: true },
  { key: "authorizerLatencyMs", name: "authorizer", tone: "good", isPart: true },
  { key: "authorizeLatencyMs", name: "authorize", tone: "good", isPart: true },
  { key: "integrationLatencyMs", name: "integration", tone: "integration", isPart: false },
  { key: "overheadMs", name: "gateway's own", tone: "good", isPart: false },
] as const;
export type Phase = (typeof PHASES)[number];

/** A group's name: its values in the order of the dimensions, harmless on a terminal. */
export function groupName(key: LogGroup["key"]): string {
  return Object.values(key)
    .map((value) => escapeText(value ?? UNKNOWN))
    .join("  ");
}

/** One text for each of {@link GROUP_HEAD}. */
export function groupCells(group: Omit<LogGroup, "key">): string[] {
  const share = (count: number): string => formatRatio(group.requests === 0 ? null : count / group.requests);
  return [
    formatCount(group.requests),
    share(group.errors4xx),
    share(group.errors5xx),
    share(group.throttled + group.quotaExceeded),
    formatMs(group.latencyMs.p50),
    formatMs(group.latencyMs.p90),
    formatMs(group.latencyMs.p99),
    formatMs(group.integrationLatencyMs.p99),
    formatMs(group.overheadMs.p99),
  ];
}

/** Sentences on what a reader should know before trusting the numbers. */
export function logNotes(report: LogReport): string[] {
  const { limits } = report;
  const said: [number, string][] = [
    [report.unparsed, "Lines that could not be read as requests"],
    [report.repaired, "Lines that were not valid as they stood, and were repaired"],
    [report.filtered, "Requests kept out by the filter"],
    [report.untimed, "Requests without a time that could be read, and so in no minute"],
    [limits.tooLongLines, "Lines longer than any log entry can be, and so skipped"],
    [limits.otherGroups, 'Requests in "(other)", since there are more groups than are kept apart'],
    [limits.minutes, "Requests missing from the minutes, since the log spans more than are kept"],
    [
      limits.outcomes,
      "Requests missing from the statuses and response types, since there are more than are kept",
    ],
    [limits.latencies, "Latencies missing from distributions, which have met their bound of memory"],
  ];
  return [
    ...said.filter(([count]) => count > 0).map(([count, what]) => `${what}: ${formatWhole(count)}.`),
    ...report.problems.map(({ path, message }) => `${escapeText(path)}: ${escapeText(message)}`),
  ];
}
