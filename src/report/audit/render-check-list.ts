import type { AuditCheckText } from "../../model/audit-result.ts";
import { wrapLabelled } from "../text/wrap.ts";

/** The checks there are, by group: control, id, severity and title. */
export function renderCheckList(checks: readonly AuditCheckText[], width: number): string {
  const groups = [...new Set(checks.map(({ group }) => group))];
  const widest = Math.max(...checks.map(({ id }) => id.length));
  const lines = groups.flatMap((group) => [
    group,
    ...checks
      .filter((check) => check.group === group)
      .flatMap(({ control, id, severity, title }) =>
        wrapLabelled(`  ${control}  ${id.padEnd(widest)}  ${severity.padEnd(6)}  `, title, width),
      ),
    "",
  ]);
  return `${lines.slice(0, -1).join("\n")}\n`;
}
