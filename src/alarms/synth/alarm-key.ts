import type { AlarmProposal } from "../rules/alarm-proposal.ts";

/**
 * What an alarm is known by for ever: names, logical ids and the ownership tag are made of it. It tells what is
 * watched, never how (a new threshold or period is the same alarm), and no two scopes share one: the parts are joined by
 * a sign that is escaped within them.
 */
export function alarmKey({
  target,
  route,
  rule,
  part,
}: Pick<AlarmProposal, "target" | "route" | "rule" | "part">): string {
  return [target ?? "", route ?? "", rule, part]
    .map((text) => text.replace(/[%#]/g, encodeURIComponent))
    .join("#");
}
