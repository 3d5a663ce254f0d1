import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { LintRuleText, LintSeverity } from "../../model/lint-finding.ts";
import type { LintContext } from "./lint-context.ts";

/** Where a rule found something. */
export interface LintHit {
  readonly alarm: DeclaredAlarm;
  readonly path: string | null;
  /** What is wrong, with the value seen; one sentence or two. */
  readonly message: string;
  /** Left out: the rule's own. */
  readonly fix?: string;
  readonly severity?: LintSeverity;
}

/** One question about alarms, with all that its reader needs to know. Pure. */
export interface LintRule extends LintRuleText {
  readonly find: (context: LintContext) => readonly LintHit[];
}
