import { z } from "zod";

import {
  DEFAULT_QUERY_ROWS,
  MAX_QUERY_CHARACTERS,
  MAX_QUERY_GROUPS,
  MAX_QUERY_ROWS,
} from "../../catalog/answer-limits.ts";
import { SECOND_MS } from "../../core/window.ts";
import type { Account } from "../../simulate/account.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";
import { parseInsightsQuery } from "./insights-query.ts";
import { toRecord, type InsightsRecord } from "./insights-record.ts";
import { groupNameOf, type LogGroup } from "./log-group.ts";
import { logEventsOf, logGroupsOf } from "./span-log.ts";

const groupList = z.array(z.string()).min(1).max(MAX_QUERY_GROUPS).optional();

const input = z.object({
  queryLanguage: z.enum(["CWLI", "SQL", "PPL"]).default("CWLI"),
  logGroupName: z.string().optional(),
  logGroupNames: groupList,
  logGroupIdentifiers: groupList,
  /** Epoch seconds, both part of the window. */
  startTime: z.number().int().min(0),
  endTime: z.number().int().min(0),
  queryString: z.string().max(MAX_QUERY_CHARACTERS),
  limit: z.number().int().min(1).max(MAX_QUERY_ROWS).default(DEFAULT_QUERY_ROWS),
});

/** Parses and runs at once; what moves afterwards is the status. */
export const startQuery = operation({
  service: "logs",
  name: "StartQuery",
  input,
  answer: (question, { account, nowMs, queries, newId }) => {
    if (question.queryLanguage !== "CWLI") {
      throw new ServiceError(
        "MalformedQueryException",
        `The query language ${question.queryLanguage} is not served`,
      );
    }
    const groups = groupsOf(question, account);
    const query = parseInsightsQuery(question.queryString, question.limit);
    const startMs = question.startTime * SECOND_MS;
    const endMs = (question.endTime + 1) * SECOND_MS;
    const oldest = groups.find(({ createdMs }) => endMs <= createdMs);
    if (startMs >= endMs || oldest) {
      throw new ServiceError(
        "MalformedQueryException",
        "End time should not be before start time, nor before the log groups creation time",
      );
    }
    const counter = { bytes: 0 };
    const result = query.run(
      recordsOf(account, groups, { startMs, endMs: Math.min(endMs, nowMs + 1) }, counter),
    );
    const queryId = newId();
    queries.set(queryId, {
      status: "Scheduled",
      rows: result.rows.map((row) => [...row].map(([field, value]) => ({ field, value }))),
      statistics: {
        recordsMatched: result.matched,
        recordsScanned: result.scanned,
        bytesScanned: counter.bytes,
        estimatedRecordsSkipped: 0,
        estimatedBytesSkipped: 0,
        logGroupsScanned: groups.length,
      },
    });
    return { queryId };
  },
});

/** Errors: InvalidParameterException unless the groups are named in exactly one way, ResourceNotFoundException. */
function groupsOf(question: z.output<typeof input>, account: Account): LogGroup[] {
  const { logGroupName, logGroupNames, logGroupIdentifiers } = question;
  const given = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers];
  const [names, ...more] = given.filter((list) => list !== undefined);
  if (names === undefined || more.length > 0) {
    throw new ServiceError(
      "InvalidParameterException",
      "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be given.",
    );
  }
  const known = logGroupsOf(account);
  return names.map((reference) => {
    const name = groupNameOf(reference);
    const group = known.find((candidate) => candidate.name === name);
    if (group) return group;
    throw new ServiceError(
      "ResourceNotFoundException",
      `Log group '${name}' does not exist for account ID '${account.accountId}'`,
    );
  });
}

function* recordsOf(
  account: Account,
  groups: readonly LogGroup[],
  window: { startMs: number; endMs: number },
  counter: { bytes: number },
): Iterable<InsightsRecord> {
  for (const { name } of groups) {
    for (const event of logEventsOf(account, name, window)) {
      counter.bytes += Buffer.byteLength(event.message);
      yield toRecord(event, `${account.accountId}:${name}`);
    }
  }
}
