import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import type { ProposedScope } from "./propose-alarms.ts";

/** Leaves out what has no usual start and nothing to learn from; the alarm beside it says so. */
export function leaveUnlearned(
  scopes: readonly ProposedScope[],
  canLearn: (proposal: AlarmProposal) => boolean,
): readonly ProposedScope[] {
  return scopes.map((scope) => {
    const left = scope.proposals.filter((one) => one.unlearned !== undefined && !canLearn(one));
    if (left.length === 0) return scope;
    const proposals = scope.proposals.flatMap((proposal) => {
      if (left.includes(proposal)) return [];
      const reasons = left.flatMap(({ rule, unlearned }) =>
        unlearned && rule === proposal.rule && unlearned.toldBy === proposal.part ? [unlearned.why] : [],
      );
      return [reasons.length === 0 ? proposal : { ...proposal, why: [proposal.why, ...reasons].join(" ") }];
    });
    return { ...scope, proposals };
  });
}
