import type { AlarmState } from "./alarm-state.ts";

/** An AlarmRule, read. `name` is always an alarm's name, also where the rule had its ARN. */
export type AlarmRule =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "state"; readonly state: AlarmState; readonly name: string }
  | { readonly kind: "not"; readonly rule: AlarmRule }
  | { readonly kind: "and"; readonly left: AlarmRule; readonly right: AlarmRule }
  | { readonly kind: "or"; readonly left: AlarmRule; readonly right: AlarmRule }
  | {
      readonly kind: "at-least";
      /** A number of alarms, or a share of them in percent. */
      readonly least: { readonly count: number } | { readonly percent: number };
      readonly isNegated: boolean;
      readonly state: AlarmState;
      readonly names: readonly string[];
    };

/** The alarms that a rule refers to, each once, in the order of its text. */
export function alarmsOf(rule: AlarmRule): string[] {
  const names = new Set<string>();
  const visit = (part: AlarmRule): void => {
    if (part.kind === "state") names.add(part.name);
    else if (part.kind === "at-least") for (const name of part.names) names.add(name);
    else if (part.kind === "not") visit(part.rule);
    else if (part.kind !== "constant") [part.left, part.right].forEach(visit);
  };
  visit(rule);
  return [...names];
}

/** Whether the rule is true. An alarm in INSUFFICIENT_DATA is neither ALARM nor OK. */
export function isTrue(rule: AlarmRule, stateOf: (name: string) => AlarmState): boolean {
  if (rule.kind === "constant") return rule.value;
  if (rule.kind === "state") return stateOf(rule.name) === rule.state;
  if (rule.kind === "not") return !isTrue(rule.rule, stateOf);
  if (rule.kind === "and") return isTrue(rule.left, stateOf) && isTrue(rule.right, stateOf);
  if (rule.kind === "or") return isTrue(rule.left, stateOf) || isTrue(rule.right, stateOf);
  const { least, names, state, isNegated } = rule;
  const met = names.filter((name) => (stateOf(name) === state) !== isNegated).length;
  return "count" in least ? met >= least.count : met * 100 >= least.percent * names.length;
}
