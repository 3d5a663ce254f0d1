import type { DeclaredAlarm } from "../../../model/declared-alarm.ts";
import { nameOf } from "../alarm-fields.ts";
import { referredBy } from "../composites.ts";
import type { LintRule } from "../lint-rule.ts";

export const compositeCircle: LintRule = {
  id: "composite-circle",
  severity: "error",
  title: "Composites in a circle",
  what: "A composite alarm depends, through its rule or its suppressor, on itself.",
  why: "CloudWatch stops evaluating all alarms of the circle, and refuses to delete them until it is broken.",
  fix: "Take one of the references out. What is deployed already: set one of the rules to FALSE first.",
  find: ({ alarms }) => {
    const byName = new Map(alarms.map((alarm) => [nameOf(alarm), alarm]));
    return alarms.flatMap((alarm) => {
      const circle = circleFrom(alarm, byName);
      if (!circle) return [];
      const message = `It depends on itself: ${circle.map((name) => `"${name}"`).join(" -> ")}.`;
      return [{ alarm, path: "AlarmRule", message }];
    });
  },
};

/** The shortest way from an alarm back to itself. */
function circleFrom(alarm: DeclaredAlarm, byName: ReadonlyMap<string, DeclaredAlarm>): string[] | undefined {
  const start = nameOf(alarm);
  const paths = [[start]];
  const seen = new Set<string>();
  for (const path of paths) {
    const last = byName.get(path.at(-1) ?? "");
    for (const { name } of last ? referredBy(last) : []) {
      if (name === start) return [...path, name];
      if (!seen.has(name)) {
        seen.add(name);
        paths.push([...path, name]);
      }
    }
  }
  return undefined;
}
