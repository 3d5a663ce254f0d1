import { isRecord, listOf } from "../../core/is-record.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";

/** The tag that silences lint rules. Tag values know no comma, so ids stand apart by blanks. */
const SILENCE_TAG = "gatewatch:silence";

/** One form for all dialects: what is not set is not there, whether it was left out, null or an empty list. */
export function declareAlarm(found: DeclaredAlarm): DeclaredAlarm {
  const entries = Object.entries(found.fields).filter(([, value]) => !isUnset(value));
  const fields: Record<string, unknown> = Object.fromEntries(entries);
  fields["AlarmName"] ??= found.place.id;
  const tagged = listOf(fields["Tags"]).flatMap((tag) =>
    isRecord(tag) && tag["Key"] === SILENCE_TAG ? ruleIds(tag["Value"]) : [],
  );
  return { ...found, fields, silenced: [...new Set([...found.silenced, ...tagged])] };
}

/** A list of ids, or a text with blanks or commas between them. */
export function ruleIds(value: unknown): string[] {
  const texts = typeof value === "string" ? value.split(/[\s,]+/) : listOf(value);
  return texts.filter((text): text is string => typeof text === "string" && text !== "");
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
