import { type Behaviour, isOfStranger } from "./behaviour.ts";
import type { StagePlan } from "./plan.ts";

/**
 * By whom the requests of a route are made: for each client of the stage, its share of the outcomes that
 * belong to no client in particular. What an outcome gives to one client by name counts as part of that
 * client's share of traffic. Sums to 1; empty where the stage knows no clients.
 */
export function anonymousShares(stage: StagePlan, behaviour: Behaviour): number[] {
  const named = stage.clients.map(({ apiKeyId }) =>
    behaviour.outcomes.reduce((sum, { client, share }) => sum + (client === apiKeyId ? share : 0), 0),
  );
  const left = stage.clients.map(({ share }, index) => Math.max(0, share - (named[index] ?? 0)));
  const total = left.reduce((sum, share) => sum + share, 0);
  if (total > 0) return left.map((share) => share / total);
  const all = stage.clients.reduce((sum, { share }) => sum + share, 0);
  return stage.clients.map(({ share }) => (all > 0 ? share / all : 1 / stage.clients.length));
}

/** Each client's share of all requests of a route; what is left are strangers. */
export function clientShares(stage: StagePlan, behaviour: Behaviour): number[] {
  const anonymous = behaviour.outcomes.reduce(
    (sum, outcome) => sum + (outcome.client === null && !isOfStranger(outcome) ? outcome.share : 0),
    0,
  );
  return anonymousShares(stage, behaviour).map((share, index) => {
    const id = stage.clients[index]?.apiKeyId;
    const named = behaviour.outcomes.reduce((sum, one) => sum + (one.client === id ? one.share : 0), 0);
    return named + anonymous * share;
  });
}
