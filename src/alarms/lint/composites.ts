import { ToolError } from "../../core/errors.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import { alarmsOf } from "../evaluate/alarm-rule.ts";
import { parseAlarmRule, toAlarmName } from "../evaluate/parse-alarm-rule.ts";
import { textField } from "./alarm-fields.ts";

/** A name that a composite alarm refers to. */
export interface Referred {
  readonly name: string;
  readonly path: "AlarmRule" | "ActionsSuppressor";
}

/** The alarms that a composite looks at; none of a rule that cannot be read, which another rule tells. */
export function referredBy(alarm: DeclaredAlarm): readonly Referred[] {
  const found = known.get(alarm) ?? readReferred(alarm);
  known.set(alarm, found);
  return found;
}

/** Several rules ask, and a long rule takes its time to read. */
const known = new WeakMap<DeclaredAlarm, readonly Referred[]>();

function readReferred(alarm: DeclaredAlarm): Referred[] {
  if (alarm.kind !== "composite") return [];
  const rule = textField(alarm, "AlarmRule");
  const suppressor = textField(alarm, "ActionsSuppressor");
  return [
    ...namesIn(rule ?? "").map((name): Referred => ({ name, path: "AlarmRule" })),
    ...(suppressor === undefined
      ? []
      : [{ name: toAlarmName(suppressor), path: "ActionsSuppressor" } as const]),
  ];
}

/** Names of all alarms that some composite looks at: who is told is the composite's business. */
export function referredNames(alarms: readonly DeclaredAlarm[]): ReadonlySet<string> {
  return new Set(alarms.flatMap((alarm) => referredBy(alarm).map(({ name }) => name)));
}

function namesIn(rule: string): string[] {
  if (rule.trim() === "") return [];
  try {
    return alarmsOf(parseAlarmRule(rule));
  } catch (error) {
    if (error instanceof ToolError) return [];
    throw error;
  }
}
