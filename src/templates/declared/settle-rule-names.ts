import type { DeclaredAlarm } from "../../model/declared-alarm.ts";

/**
 * A rule may spell out names that are known in part only: `ALARM("${AWS::StackName}-5xx")`. Where each such part belongs to the
 * name of an alarm of the same source, the rule means that alarm whatever the name will be, so nothing of it is unknown.
 */
export function settleRuleNames(alarms: readonly DeclaredAlarm[]): DeclaredAlarm[] {
  const names = alarms
    .map(({ fields }) => fields["AlarmName"])
    .filter((name): name is string => typeof name === "string" && name.includes("${"))
    // The longest first, so that one which begins like another does not take its place.
    .sort((left, right) => right.length - left.length);
  return alarms.map((alarm) => {
    const { AlarmRule: rule } = alarm.fields;
    if (typeof rule !== "string" || !alarm.unknown.some(({ path }) => path === "AlarmRule")) return alarm;
    const rest = names.reduce((text, name) => withoutName(text, name), rule);
    if (rest.includes("${")) return alarm;
    return { ...alarm, unknown: alarm.unknown.filter(({ path }) => path !== "AlarmRule") };
  });
}

/** A name counts where it stands whole: in quotes, or right between brackets. */
function withoutName(text: string, name: string): string {
  return text.replaceAll(`("${name}")`, "()").replaceAll(`(${name})`, "()");
}
