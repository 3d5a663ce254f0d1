import type { ResolvedSettings } from "../../model/config.ts";
import { BUDGET_NATS, type RatioGates } from "./ratio-scores.ts";

/**
 * Half the budget: the prior is held so loosely that 30 % of 1,000 failing requests score 11 and 5 % score 1. A
 * new API of which a third fails is an outage whatever is usual there.
 */
const UNLEARNED_FAILURE_NATS = 8;

/** The smallest error incident that the owner wants to hear of. */
export function errorGates({ minErrors, minErrorRatioRise }: ResolvedSettings): RatioGates {
  return { minParts: minErrors, minRise: minErrorRatioRise, unlearnedNats: BUDGET_NATS };
}

/** The same for failures that are nobody's normal: server errors, an integration that cannot be called. */
export function failureGates(settings: ResolvedSettings): RatioGates {
  return { ...errorGates(settings), unlearnedNats: UNLEARNED_FAILURE_NATS };
}
