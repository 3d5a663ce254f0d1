import type { Target } from "../../model/target.ts";
import type { AlarmProposal } from "./alarm-proposal.ts";
import type { Traffic } from "./traffic.ts";

/** One target, or one route of it, as an alarm rule sees it. */
export interface RuleContext {
  readonly target: Target;
  /** Null for the stage as a whole. */
  readonly route: string | null;
  /** Under which CloudWatch holds the metrics of this stage or route. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Null without history. */
  readonly traffic: Traffic | null;
}

/** One question that an alarm can watch for. Pure. */
export interface AlarmRule {
  /** "server-errors": part of keys and names, so it never changes. */
  readonly id: string;
  /** One line for the list of rules. */
  readonly summary: string;
  readonly profile: "gatewatch" | "aws-recommended";
  /** Nothing where the rule has nothing to say of this flavour, this level or so little traffic. */
  propose(context: RuleContext): readonly AlarmProposal[];
}
