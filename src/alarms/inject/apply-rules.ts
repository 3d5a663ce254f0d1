import type { Overrides } from "../../templates/apis/overrides.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import { ALARM_RULES } from "../rules/registry.ts";
import { rollback } from "../rules/rollback.ts";

interface RuleMistake {
  readonly message: string;
  readonly hint: string;
}

/**
 * What an API says of its alarms by rule ("latency"), or by one of a rule's parts ("lambda-companions.errors"), which wins. A
 * threshold for a rule whose alarms are of several units is refused.
 */
export function applyRules(
  proposals: readonly AlarmProposal[],
  { Rules = {} }: Overrides,
): { readonly proposals: readonly AlarmProposal[]; readonly problems: readonly RuleMistake[] } {
  const problems = Object.entries(Rules).flatMap(([name, said]): RuleMistake[] => {
    const [rule = ""] = name.split(".");
    const known = [...ALARM_RULES, rollback].map(({ id }) => id);
    if (!known.includes(rule)) {
      const message = `Metadata.Gatewatch.Rules: there is no rule "${rule}"`;
      return [{ message, hint: `There are ${known.join(", ")}.` }];
    }
    const parts = [...new Set(proposals.filter((one) => one.rule === rule).map(partOf))];
    const choices = parts.map((part) => `${rule}.${part}`).join(", ");
    if (name !== rule && parts.length > 0 && !parts.some((part) => name === `${rule}.${part}`)) {
      return [
        { message: `Metadata.Gatewatch.Rules: there is no ${name} here`, hint: `There are ${choices}.` },
      ];
    }
    const isThreshold = typeof said === "object" && said.Threshold !== undefined;
    if (name !== rule || !isThreshold || parts.length < 2) return [];
    const message = `Metadata.Gatewatch.Rules.${name}.Threshold: the rule has several alarms, so it is not set`;
    return [{ message, hint: `Name one of them: ${choices}.` }];
  });
  const severalParts = new Set(
    proposals.filter((one) =>
      proposals.some((other) => other.rule === one.rule && partOf(other) !== partOf(one)),
    ),
  );
  const changed = proposals.flatMap((proposal): AlarmProposal[] => {
    const ofRule = Rules[proposal.rule];
    const ofPart = Rules[`${proposal.rule}.${partOf(proposal)}`];
    const said = ofPart ?? ofRule;
    if (said === undefined || said === true) return [proposal];
    if (said === false) return [];
    const isOpen = ofPart === undefined && severalParts.has(proposal);
    return [withChanges(proposal, isOpen ? undefined : said.Threshold, said.Severity)];
  });
  return { proposals: changed, problems };
}

/** "errors" of "errors:place-order". */
function partOf({ part }: AlarmProposal): string {
  return part.split(":")[0] ?? part;
}

function withChanges(
  proposal: AlarmProposal,
  threshold: number | undefined,
  severity: AlarmProposal["severity"] = proposal.severity,
): AlarmProposal {
  if (threshold === undefined) return { ...proposal, severity };
  const { unlearned: _, ...rest } = proposal;
  return {
    ...rest,
    severity,
    definition: { ...proposal.definition, Threshold: threshold },
    search: null,
    why: `${proposal.why} Threshold ${threshold}: set at the API in this template.`,
  };
}
