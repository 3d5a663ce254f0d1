import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { AlarmCollection, AlarmPlace, DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { SourceDocument } from "../document/document.ts";
import { describedAlarm } from "./described-alarm.ts";
import { uniqueIds } from "./unique-id.ts";

const LISTS = ["MetricAlarms", "CompositeAlarms", "LogAlarms"] as const;

/** What `aws cloudwatch describe-alarms` prints: the whole answer, or with --query one of its lists. */
export function readDescribed({ value, lineOf }: SourceDocument, file: string): AlarmCollection {
  const alarms: DeclaredAlarm[] = [];
  const problems: { place: AlarmPlace; message: string }[] = [];
  const unique = uniqueIds();
  const read = (item: unknown, path: (string | number)[], list: (typeof LISTS)[number] | null): void => {
    const name = recordOf(item)["AlarmName"];
    const id = unique(typeof name === "string" ? name : path.join("."));
    const place = { file, line: lineOf(path), id };
    if (!isRecord(item) || typeof name !== "string") {
      problems.push({ place, message: "it is no alarm: it has no AlarmName" });
    } else if (list === "LogAlarms") {
      problems.push({ place, message: "an alarm on a log query cannot be replayed from metrics" });
    } else {
      const kind = list === "CompositeAlarms" || "AlarmRule" in item ? "composite" : "metric";
      alarms.push(describedAlarm(item, kind, place));
    }
  };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) read(item, [index], null);
  } else {
    for (const list of LISTS) {
      for (const [index, item] of listOf(recordOf(value)[list]).entries()) read(item, [list, index], list);
    }
  }
  return { dialect: "describe-alarms", alarms, muteRules: [], problems };
}
