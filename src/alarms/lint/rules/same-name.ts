import type { DeclaredAlarm } from "../../../model/declared-alarm.ts";
import { nameOf, unknownAt } from "../alarm-fields.ts";
import { scopeOf } from "../condition.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";

export const sameName: LintRule = {
  id: "same-name",
  severity: "error",
  title: "Two alarms with one name",
  what: "Another alarm has the same AlarmName. Between two files it is a warning: they may be meant for two Regions or accounts.",
  why: "Names are unique in a Region of an account. The alarm that is deployed last replaces the other with its whole configuration, or the deployment fails.",
  fix: "Give each its own name: with the API and the stage in it.",
  find: ({ alarms }) => {
    const first = new Map<string, DeclaredAlarm>();
    return alarms.flatMap((alarm): LintHit[] => {
      if (unknownAt(alarm, "AlarmName") !== undefined) return [];
      const key = `${scopeOf(alarm)} ${nameOf(alarm)}`;
      const other = first.get(key);
      if (!other) {
        first.set(key, alarm);
        return [];
      }
      const isNear = other.place.file === alarm.place.file;
      const where = `"${other.place.id}"${isNear ? "" : ` of ${other.place.file}`}`;
      const message = `"${nameOf(alarm)}" is also the name of ${where}.`;
      return [{ alarm, path: "AlarmName", message, severity: isNear ? "error" : "warning" }];
    });
  },
};
