import type { LintContext } from "./lint-context.ts";
import type { LintHit, LintRule } from "./lint-rule.ts";

/** What a rule finds. Rules build upon one another, so each is asked once. */
export function hitsOf(rule: LintRule, context: LintContext): readonly LintHit[] {
  const byRule = known.get(context) ?? new Map<LintRule, readonly LintHit[]>();
  known.set(context, byRule);
  const hits = byRule.get(rule) ?? rule.find(context);
  byRule.set(rule, hits);
  return hits;
}

const known = new WeakMap<LintContext, Map<LintRule, readonly LintHit[]>>();
