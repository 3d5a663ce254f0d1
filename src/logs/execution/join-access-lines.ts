import { ABSENT_LOG_VALUE } from "../../catalog/log-variables.ts";
import type { LogField } from "../../catalog/log-fields.ts";
import type { ExecutionFailure, JoinedRequest } from "../../model/execution-slice.ts";
import type { Layout } from "../layout/layout.ts";
import { matchText } from "../layout/match-text.ts";
import { parseRecord, type RecordFields } from "../records/parse-record.ts";
import type { FailedRequest } from "./execution-requests.ts";

/** An execution log's lines name one of these; which of them hangs on the flavour. */
const IDS: readonly LogField[] = ["requestId", "extendedRequestId"];

/**
 * Failures with what access-log lines say of the requests that were looked up, found by request id. Lines of others are passed
 * over.
 *
 * @param lookups by failure, in their order.
 */
export function joinAccessLines(
  failures: readonly ExecutionFailure[],
  lookups: readonly (readonly FailedRequest[])[],
  lines: Iterable<string>,
  layout: Layout,
): ExecutionFailure[] {
  const wanted = new Map(
    lookups.flatMap((requests, index) =>
      requests.map((request) => [request.requestId, { ...request, index }] as const),
    ),
  );
  const joined = failures.map((): JoinedRequest[] => []);
  for (const line of lines) {
    const fields = fieldsOf(layout, line);
    const found = IDS.flatMap((field) => wanted.get(fields?.get(field) ?? "") ?? [])[0];
    if (fields === undefined || found === undefined) continue;
    // A canary's requests stand in two groups, and events may come twice.
    wanted.delete(found.requestId);
    joined[found.index]?.push(toJoined(found, fields));
  }
  return failures.map((failure, index) => {
    const own = (joined[index] ?? []).sort((left, right) => left.timeMs - right.timeMs);
    return own.length === 0 ? failure : { ...failure, joined: own };
  });
}

function fieldsOf(layout: Layout, line: string): RecordFields | undefined {
  if (layout.kind === "json") return parseRecord(layout, line).records[0];
  for (const parts of layout.variants) {
    const fields = matchText(parts, line);
    if (fields !== undefined) return fields;
  }
  return undefined;
}

function toJoined({ requestId, timeMs }: FailedRequest, fields: RecordFields): JoinedRequest {
  const text = (field: LogField): string | null => {
    const value = fields.get(field);
    return value === undefined || value === "" || value === ABSENT_LOG_VALUE ? null : value;
  };
  const number = (field: LogField): number | null => {
    const value = text(field);
    return value === null || !Number.isFinite(Number(value)) ? null : Number(value);
  };
  const [method, resource] = [text("method"), text("resource")];
  return {
    requestId,
    timeMs,
    route: text("routeKey") ?? (method === null || resource === null ? null : `${method} ${resource}`),
    status: number("status"),
    latencyMs: number("latency"),
    client: text("ip"),
    apiKey: text("apiKeyId"),
  };
}
