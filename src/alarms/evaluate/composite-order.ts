import { ToolError } from "../../core/errors.ts";
import type { CompositeAlarm } from "../../model/alarm-spec.ts";
import { alarmsOf, type AlarmRule } from "./alarm-rule.ts";
import { parseAlarmRule, toAlarmName } from "./parse-alarm-rule.ts";

export interface CompositePlan {
  readonly definition: CompositeAlarm;
  readonly rule: AlarmRule;
  readonly suppressor: string | undefined;
}

/**
 * Composites in the order in which they are to be judged: after every composite that they look at, and after the one
 * that may suppress them.
 *
 * Errors: E_BAD_INPUT for composites in a circle, which CloudWatch stops evaluating, and for a rule that cannot be read.
 */
export function orderComposites(definitions: readonly CompositeAlarm[]): CompositePlan[] {
  const plans = new Map(
    definitions.map((definition) => {
      const { AlarmName, AlarmRule: rule, ActionsSuppressor } = definition;
      const suppressor = ActionsSuppressor === undefined ? undefined : toAlarmName(ActionsSuppressor);
      return [AlarmName, { definition, rule: parseAlarmRule(rule), suppressor }] as const;
    }),
  );
  const ordered: CompositePlan[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const plan = plans.get(name);
    if (!plan || done.has(name)) return;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(" -> ");
      throw new ToolError("E_BAD_INPUT", `the composite alarms refer to each other in a circle: ${circle}`, {
        hint: "Break it by setting one of the rules to FALSE; until then CloudWatch evaluates none of them.",
      });
    }
    const { rule, suppressor } = plan;
    for (const child of [...alarmsOf(rule), suppressor ?? []].flat()) visit(child, [...path, name]);
    done.add(name);
    ordered.push(plan);
  };
  for (const name of plans.keys()) visit(name, []);
  return ordered;
}
