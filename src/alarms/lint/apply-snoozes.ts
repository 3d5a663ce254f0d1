import picomatch from "picomatch";

import type { LintFinding } from "../../model/lint-finding.ts";
import { dayOfDate } from "../../core/season.ts";

/** Silence for a while, from the configuration. */
export interface Snooze {
  readonly rule: string;
  /** Glob over alarm names; left out: every alarm. */
  readonly alarm?: string | undefined;
  /** "2027-01-15": silent until that day begins, UTC. */
  readonly until: string;
  readonly reason: string;
}

export interface SnoozedFindings {
  readonly findings: readonly LintFinding[];
  /** Those whose day has come: they silence nothing any more. */
  readonly expired: readonly Snooze[];
}

/** Marks what is snoozed; nothing is left out. What is silenced already keeps its reason. */
export function applySnoozes(
  findings: readonly LintFinding[],
  snoozes: readonly Snooze[],
  nowMs: number,
): SnoozedFindings {
  const endOf = ({ until }: Snooze): number => Date.parse(`${until}T00:00:00Z`);
  const active = snoozes
    .filter((snooze) => dayOfDate(snooze.until) !== null && endOf(snooze) > nowMs)
    .map((snooze) => ({ snooze, matches: matcher(snooze.alarm) }));
  return {
    findings: findings.map((finding) => {
      if (finding.silenced !== null) return finding;
      const found = active.find(
        ({ snooze, matches }) => snooze.rule === finding.rule && matches(finding.alarm),
      );
      if (!found) return finding;
      const { until, reason } = found.snooze;
      return { ...finding, silenced: `snoozed until ${until}: ${reason}` };
    }),
    expired: snoozes.filter((snooze) => !active.some((one) => one.snooze === snooze)),
  };
}

/** As the configuration's other patterns: a star crosses slashes, and a name that is written out always matches. */
function matcher(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const isMatch = pattern === "" ? () => false : picomatch(pattern, { bash: true, dot: true });
  return (name) => name === pattern || isMatch(name);
}
