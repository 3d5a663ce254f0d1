import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { AlarmCollection, AlarmPlace, DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { SourceDocument } from "../document/document.ts";
import { declareAlarm, ruleIds } from "./declare-alarm.ts";
import { uniqueIds } from "./unique-id.ts";

/** Alarms in Gatewatch's own form: `{"schemaVersion": 1, "alarms": [{"key", "definition", ...}]}`. */
export function readSpecs({ value, lineOf }: SourceDocument, file: string): AlarmCollection {
  const alarms: DeclaredAlarm[] = [];
  const problems: { place: AlarmPlace; message: string }[] = [];
  const unique = uniqueIds();
  for (const [index, spec] of listOf(recordOf(value)["alarms"]).entries()) {
    const { definition, key, silence } = recordOf(spec);
    const name = recordOf(definition)["AlarmName"];
    const id = unique(typeof key === "string" ? key : typeof name === "string" ? name : `alarms[${index}]`);
    const place = { file, line: lineOf(["alarms", index]), id };
    if (!isRecord(definition)) {
      problems.push({
        place,
        message: "it has no definition with the fields of PutMetricAlarm or PutCompositeAlarm",
      });
      continue;
    }
    const kind = "AlarmRule" in definition ? "composite" : "metric";
    alarms.push(
      declareAlarm({
        kind,
        fields: definition,
        unknown: [],
        place,
        silenced: ruleIds(silence),
        deployed: null,
      }),
    );
  }
  return { dialect: "gatewatch", alarms, muteRules: [], problems };
}
