import { alarmsOf } from "../evaluate/alarm-rule.ts";
import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";
import { parseAlarmRule, toAlarmName } from "../evaluate/parse-alarm-rule.ts";

/** The alarms of these names, and all that they look at: what else is in the file may be broken. */
export function neededAlarms(set: AlarmSet, names: readonly string[]): AlarmSet {
  const composites = new Map(set.composite.map((alarm) => [alarm.AlarmName, alarm]));
  const needed = new Set<string>();
  const visit = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    const composite = composites.get(name);
    if (!composite) return;
    alarmsOf(parseAlarmRule(composite.AlarmRule)).forEach(visit);
    if (composite.ActionsSuppressor !== undefined) visit(toAlarmName(composite.ActionsSuppressor));
  };
  names.forEach(visit);
  return {
    metric: set.metric.filter(({ AlarmName }) => needed.has(AlarmName)),
    composite: set.composite.filter(({ AlarmName }) => needed.has(AlarmName)),
    muteRules: set.muteRules,
  };
}
