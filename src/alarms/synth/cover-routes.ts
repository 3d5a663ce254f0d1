/**
 * What is kept within the budget, and an alarm on all of a stage's routes where some of them get none of their own. It comes after
 * the stages' alarms and before those of routes; all such alarms together take at most half of what the stages' alarms leave,
 * so that the routes that matter most keep their own.
 */
import { ALARM_LIMITS } from "../../catalog/alarm-limits.ts";
import { alarmUsdPerMonth } from "../../catalog/alarm-price.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import { routeTail } from "../rules/route-tail.ts";
import { alarmKey } from "./alarm-key.ts";
import type { ProposedScope } from "./propose-alarms.ts";
import { withinBudget, type Affordable, type Budget } from "./within-budget.ts";

export interface CoveredRoutes {
  /** Groups, as withinBudget has them. */
  readonly kept: ReadonlySet<string>;
  readonly tails: readonly AlarmProposal[];
}

export function coverRoutes(
  items: readonly Affordable[],
  scopes: readonly ProposedScope[],
  budget: Budget & { readonly hasTails: boolean },
): CoveredRoutes {
  let kept = withinBudget(items, budget);
  const tails: AlarmProposal[] = [];
  const bought: Affordable[] = [];
  const stagesUsd = items.reduce(
    (sum, { group, route, usdPerMonth }) => sum + (route === null && kept.has(group) ? usdPerMonth : 0),
    0,
  );
  let spareUsd = (budget.maxUsdPerMonth - stagesUsd) / 2;
  for (const { target } of budget.hasTails ? scopes.filter(({ route }) => route === null) : []) {
    const routes = scopes.filter((scope) => scope.route !== null && scope.target.id === target.id);
    if (!routes.some((scope) => isWithoutPage(scope, kept))) continue;
    const tail = routeTail(
      target,
      routes.map(({ dimensions }) => dimensions),
    );
    if (tail === null || isFull(tails, scopes, target.region)) continue;
    const item = affordableTail(tail);
    const next = withinBudget([...items, ...bought, item], budget);
    if (item.usdPerMonth > spareUsd || !next.has(item.group)) continue;
    spareUsd -= item.usdPerMonth;
    kept = next;
    tails.push(tail);
    bought.push(item);
  }
  return { kept, tails };
}

function isWithoutPage({ proposals }: ProposedScope, kept: ReadonlySet<string>): boolean {
  const pages = proposals.filter(({ severity }) => severity === "page");
  return pages.length > 0 && pages.every((proposal) => !kept.has(alarmKey(proposal)));
}

function isFull(tails: readonly AlarmProposal[], scopes: readonly ProposedScope[], region: string): boolean {
  const ofRegion = new Set(scopes.flatMap(({ target }) => (target.region === region ? target.id : [])));
  const count = tails.filter(({ target }) => target !== null && ofRegion.has(target)).length;
  return count >= ALARM_LIMITS.metricsInsightsAlarms;
}

function affordableTail(tail: AlarmProposal): Affordable {
  return {
    group: alarmKey(tail),
    target: tail.target,
    route: null,
    severity: tail.severity,
    alarms: 1,
    usdPerMonth: alarmUsdPerMonth({ AlarmName: "", ...tail.definition }, tail.metricsAnalyzed) ?? 0,
    worth: 0,
    isForRoutes: true,
  };
}
