import { alarmReferences, nameOfReference } from "../emitters/alarm-references.ts";

/** Names of the alarms that a composite needs: those of its rule and its suppressor. Empty for a metric alarm. */
export function lookedAt(definition: Readonly<Record<string, unknown>>): string[] {
  const { AlarmRule: rule, ActionsSuppressor: suppressor } = definition;
  return [
    ...(typeof rule === "string" ? alarmReferences(rule) : []),
    ...(typeof suppressor === "string" && suppressor !== "" ? [nameOfReference(suppressor)] : []),
  ];
}
