import picomatch from "picomatch";

import { dayOfDate } from "../core/season.ts";
import type { AuditResult } from "../model/audit-result.ts";

/** Silence for a while, from the configuration. */
export interface AuditSnooze {
  readonly check: string;
  /** Glob over ids of what was looked at; left out: everything. */
  readonly target?: string | undefined;
  /** "2027-01-15": silent until that day begins, UTC. */
  readonly until: string;
  readonly reason: string;
}

/** Marks failures that are snoozed; nothing is left out, and no score changes. What has ended is told. */
export function applyAuditSnoozes(
  results: readonly AuditResult[],
  snoozes: readonly AuditSnooze[],
  nowMs: number,
): { readonly results: readonly AuditResult[]; readonly expired: readonly AuditSnooze[] } {
  const active = snoozes
    .filter(({ until }) => dayOfDate(until) !== null && Date.parse(`${until}T00:00:00Z`) > nowMs)
    .map((snooze) => ({ snooze, matches: matcher(snooze.target) }));
  return {
    results: results.map((result) => {
      if (result.verdict !== "fail") return result;
      const found = active.find(({ snooze, matches }) => snooze.check === result.check && matches(result.id));
      return found === undefined
        ? result
        : { ...result, silenced: `snoozed until ${found.snooze.until}: ${found.snooze.reason}` };
    }),
    expired: snoozes.filter((snooze) => !active.some((one) => one.snooze === snooze)),
  };
}

/** What an id begins with, behind the file, or account and Region, that several places are told apart by. */
const BARE = /(?:^|\/)((?:account|domain|http|rest|vpc-link|websocket):.*)$/s;

/**
 * A star crosses slashes, and a name that is written out always matches. Ids match without their place too, so that a snooze keeps
 * its meaning when another template or Region is looked at beside.
 */
function matcher(pattern: string | undefined): (id: string) => boolean {
  if (pattern === undefined) return () => true;
  const isMatch = pattern === "" ? () => false : picomatch(pattern, { bash: true, dot: true });
  return (id) => [id, BARE.exec(id)?.[1] ?? id].some((text) => text === pattern || isMatch(text));
}
