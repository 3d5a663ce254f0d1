import { compareText } from "../../core/order.ts";
import { LINT_SEVERITIES, type LintFinding } from "../../model/lint-finding.ts";
import { nameOf } from "./alarm-fields.ts";
import { hitsOf } from "./hits-of.ts";
import type { LintContext } from "./lint-context.ts";
import type { LintRule } from "./lint-rule.ts";

/** All that the rules have to say, in the order of sources, lines and alarms, the gravest first; what an alarm's author silenced is marked. */
export function runLint(rules: readonly LintRule[], context: LintContext): LintFinding[] {
  const files = new Map<string, number>();
  for (const { place } of context.alarms) if (!files.has(place.file)) files.set(place.file, files.size);
  const order = new Map(context.alarms.map((alarm, index) => [alarm, index]));
  return rules
    .flatMap((rule) =>
      hitsOf(rule, context).map((hit) => {
        const { alarm } = hit;
        const isSilenced = alarm.silenced.includes(rule.id) || alarm.silenced.includes("*");
        const finding: LintFinding = {
          rule: rule.id,
          severity: hit.severity ?? rule.severity,
          alarm: nameOf(alarm),
          place: alarm.place,
          path: hit.path,
          message: hit.message,
          fix: hit.fix ?? rule.fix,
          silenced: isSilenced ? "silenced beside the alarm" : null,
        };
        return {
          finding,
          file: files.get(alarm.place.file) ?? files.size,
          index: order.get(alarm) ?? order.size,
        };
      }),
    )
    .sort(
      (left, right) =>
        left.file - right.file ||
        (left.finding.place.line ?? 0) - (right.finding.place.line ?? 0) ||
        left.index - right.index ||
        LINT_SEVERITIES.indexOf(right.finding.severity) - LINT_SEVERITIES.indexOf(left.finding.severity) ||
        compareText(left.finding.rule, right.finding.rule) ||
        compareText(left.finding.path ?? "", right.finding.path ?? ""),
    )
    .map(({ finding }) => finding);
}
