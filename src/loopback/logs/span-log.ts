import { TRACE_RETENTION_MS } from "../../catalog/answer-limits.ts";
import { SPANS_LOG_GROUP } from "../../catalog/spans-log-group.ts";
import { recordOf } from "../../core/is-record.ts";
import { SECOND_MS, type Window } from "../../core/window.ts";
import type { Account, AccountLogGroup, LogEvent, Trace } from "../../simulate/account.ts";
import type { JsonObject } from "../operation.ts";

/** An account's log groups, with that of Transaction Search where it is on. One that the account lists itself stays as it is. */
export function logGroupsOf(account: Account): readonly AccountLogGroup[] {
  const groups = account.logGroups();
  const isThere = groups.some(({ name }) => name === SPANS_LOG_GROUP);
  if (account.isTransactionSearch !== true || isThere) return groups;
  return [...groups, { name: SPANS_LOG_GROUP, createdMs: account.nowMs - TRACE_RETENTION_MS }];
}

/** Ascending by time. */
export function logEventsOf(account: Account, group: string, window: Window): Iterable<LogEvent> {
  if (account.isTransactionSearch !== true || group !== SPANS_LOG_GROUP)
    return account.logEvents(group, window);
  return [...account.traces(window)].flatMap(toSpanEvents);
}

/** Each segment and subsegment as one event, at the time of its trace. */
function toSpanEvents({ id, startMs, segments }: Trace): LogEvent[] {
  return segments
    .flatMap((segment) => spansOf(segment, text(segment["name"]), text(segment["parent_id"])))
    .map((span, index) => ({
      eventId: `${id}/${index}`,
      streamName: "default",
      timestampMs: startMs,
      message: JSON.stringify({ ...span, traceId: id.slice(2).replace("-", "") }),
    }));
}

/**
 * A part of a segment document and what lies in it as Transaction Search writes spans, as far as that is documented.
 *
 * Source: CloudWatch User Guide, CloudWatch-Transaction-Search-search-analyze-spans.html.
 */
function spansOf(part: JsonObject, service: string | undefined, parent: string | undefined): JsonObject[] {
  const nanosOf = (value: unknown): number =>
    Math.round((typeof value === "number" ? value : 0) * SECOND_MS * 1e6);
  const [start, end] = [nanosOf(part["start_time"]), nanosOf(part["end_time"])];
  const status = recordOf(recordOf(part["http"])["response"])["status"];
  const inner = Array.isArray(part["subsegments"]) ? (part["subsegments"] as readonly unknown[]) : [];
  const isCall = part["namespace"] !== undefined;
  return [
    {
      resource: { attributes: { "service.name": service } },
      spanId: part["id"],
      parentSpanId: parent,
      name: part["name"],
      kind: isCall ? "CLIENT" : "SERVER",
      durationNano: Math.max(0, end - start),
      attributes: { "aws.local.service": service, "http.response.status_code": status },
      status: { code: part["fault"] === true ? "ERROR" : "UNSET" },
    },
    ...inner.flatMap((one) =>
      typeof one === "object" && one !== null ? spansOf({ ...one }, service, text(part["id"])) : [],
    ),
  ];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
