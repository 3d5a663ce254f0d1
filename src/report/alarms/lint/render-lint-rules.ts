import type { LintRuleText } from "../../../model/lint-finding.ts";
import { padTo } from "../../text/width.ts";
import { wrapLabelled } from "../../text/wrap.ts";

/** What rules there are, one a line. */
export function renderLintRules(rules: readonly LintRuleText[], width: number): string {
  const idWidth = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .flatMap(({ id, severity, title }) =>
      wrapLabelled(`${padTo(id, idWidth)}  ${padTo(severity, 7)}  `, title, width),
    )
    .map((line) => `${line}\n`)
    .join("");
}
