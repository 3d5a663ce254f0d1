import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";

import { CostMeter } from "../../src/aws/cost-meter.ts";
import { createLocalBudget } from "../../src/aws/rate-budget.ts";
import { ScanAllowance } from "../../src/aws/scan-allowance.ts";
import type { LogAccess } from "../../src/collectors/logs/log-request.ts";
import { parseInsightsQuery } from "../../src/loopback/logs/insights-query.ts";
import { toRecord, type InsightsRecord } from "../../src/loopback/logs/insights-record.ts";
import type { LogEvent } from "../../src/simulate/account.ts";
import { REGION } from "../unit/loopback/literal-account.ts";

interface Command {
  readonly input: {
    readonly queryId?: string;
    readonly queryString?: string;
    readonly logGroupIdentifiers?: readonly string[];
    readonly startTime?: number;
    readonly endTime?: number;
    readonly limit?: number;
    readonly logGroupIdentifier?: string;
  };
  readonly constructor: { readonly name: string };
}

/**
 * The endpoint's query engine without the HTTP around it, which has tests of its own: so many queries are asked that the
 * wire would be most of the work.
 */
export function inProcess(
  events: Readonly<Record<string, readonly LogEvent[]>>,
  change: { readonly bytesScanned?: number; readonly allowance?: ScanAllowance } = {},
): {
  readonly access: LogAccess;
  /** Every query that was asked. */
  readonly asked: string[];
} {
  const asked: string[] = [];
  const answers = new Map<string, unknown>();
  /** Each event is in a dozen queries. */
  const records = new Map<LogEvent, InsightsRecord>();
  const recordOf = (event: LogEvent): InsightsRecord => {
    const record = records.get(event) ?? toRecord(event, "log");
    records.set(event, record);
    return record;
  };
  const send = ({ input, constructor }: Command): unknown => {
    if (constructor.name === "GetQueryResultsCommand") return answers.get(input.queryId ?? "");
    if (constructor.name === "DescribeLogGroupsCommand") return { logGroups: [] };
    if (constructor.name === "FilterLogEventsCommand")
      return { events: events[input.logGroupIdentifier ?? ""] };
    const text = input.queryString ?? "";
    const found = (input.logGroupIdentifiers ?? []).flatMap((group) => events[group] ?? []);
    const inside = found.filter(
      ({ timestampMs }) =>
        timestampMs >= (input.startTime ?? 0) * 1_000 && timestampMs < ((input.endTime ?? 0) + 1) * 1_000,
    );
    const result = parseInsightsQuery(text, input.limit).run(inside.map(recordOf));
    const queryId = `query-${asked.push(text)}`;
    answers.set(queryId, {
      status: "Complete",
      results: result.rows.map((row) => [...row].map(([field, value]) => ({ field, value }))),
      statistics: {
        recordsScanned: result.scanned,
        recordsMatched: result.matched,
        bytesScanned: change.bytesScanned ?? 1,
      },
    });
    return { queryId };
  };
  const client = {
    send: (command: Command) => Promise.resolve(send(command)),
  } as unknown as CloudWatchLogsClient;
  const access: LogAccess = {
    logs: () => Promise.resolve(client),
    budget: createLocalBudget(),
    // A query has its answer when it is asked.
    pause: () => Promise.resolve(),
    meter: new CostMeter(),
    allowance: change.allowance ?? new ScanAllowance(null),
    region: REGION,
    signal: new AbortController().signal,
  };
  return { access, asked };
}
