import type { DeclaredAlarm } from "../../../model/declared-alarm.ts";
import { nameOf } from "../alarm-fields.ts";
import { conditionText, scopeOf } from "../condition.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";

export const duplicate: LintRule = {
  id: "duplicate",
  severity: "warning",
  title: "Two alarms with one condition",
  what: "Another alarm has the same metric, dimensions, statistic, period, threshold and treatment of missing data (or, of composites, the same rule).",
  why: "Whoever is on call is told twice, and pays for both. A threshold that is changed in one of them is forgotten in the other.",
  fix: "Delete one of them, and give the other one the actions of both.",
  find: ({ alarms }) => {
    const first = new Map<string, DeclaredAlarm>();
    return alarms.flatMap((alarm): LintHit[] => {
      const condition = `${scopeOf(alarm)} ${conditionText(alarm)}`;
      const other = first.get(condition);
      if (!other) first.set(condition, alarm);
      // Two of one name are one alarm, and another rule's.
      if (!other || nameOf(other) === nameOf(alarm)) return [];
      const where = other.place.file === alarm.place.file ? "" : ` of ${other.place.file}`;
      const message = `It has the same condition as "${nameOf(other)}"${where}.`;
      return [{ alarm, path: null, message }];
    });
  },
};
