import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import { hitsOf } from "./hits-of.ts";
import type { LintContext } from "./lint-context.ts";
import type { LintRule } from "./lint-rule.ts";

/**
 * The alarms of whose metric or condition one of the rules has something to say: a rule about what follows from it need not
 * repeat it. Whom an alarm tells is another matter.
 */
export function toldBy(rules: readonly LintRule[], context: LintContext): ReadonlySet<DeclaredAlarm> {
  const hits = rules.flatMap((rule) => hitsOf(rule, context));
  return new Set(hits.filter(({ path }) => !/Actions\[/.test(path ?? "")).map(({ alarm }) => alarm));
}
