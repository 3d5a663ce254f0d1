import type { LogEvent } from "../../simulate/account.ts";
import { jsonObjectIn } from "./filter-pattern.ts";
import { formatTime } from "./insights-value.ts";

/** One event as a query sees it: fields by name, everything as text. A field that is not there is absent. */
export type InsightsRecord = ReadonlyMap<string, string>;

/** Fields that Insights discovers in one event; the rest stays hidden. Source: CWL_AnalyzeLogData-discoverable-fields.html. */
const MAX_FIELDS = 200;

/** JSON is flattened with dots, arrays by index; @timestamp is written as Insights does, without a zone. */
export function toRecord(
  { eventId, streamName, timestampMs, message }: LogEvent,
  log: string,
): InsightsRecord {
  const fields = new Map([
    ["@timestamp", formatTime(timestampMs)],
    ["@message", message],
    ["@logStream", streamName],
    ["@log", log],
    ["@ptr", Buffer.from(eventId).toString("base64")],
  ]);
  for (const [name, value] of flatten(jsonObjectIn(message) ?? {}, "")) {
    if (fields.size >= MAX_FIELDS) break;
    fields.set(name, value);
  }
  return fields;
}

function* flatten(value: object, prefix: string): Iterable<[string, string]> {
  for (const [name, item] of Object.entries(value) as [string, unknown][]) {
    if (typeof item === "object" && item !== null) yield* flatten(item, `${prefix}${name}.`);
    else if (item !== null)
      yield [`${prefix}${name}`, typeof item === "string" ? item : JSON.stringify(item)];
  }
}
