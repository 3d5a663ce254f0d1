import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import { planAlarm } from "../evaluate/alarm-plan.ts";
import { insightsContributors } from "../evaluate/insights-contributors.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import type { ProposedScope } from "./propose-alarms.ts";

/** What alarms on all routes of a stage look at, as alarms that name these metrics: a history is asked for exactly that. */
export function tailMetrics(
  tails: readonly AlarmProposal[],
  scopes: readonly ProposedScope[],
): readonly MetricAlarm[] {
  return tails.flatMap(({ definition, target }) =>
    metricsOf({ AlarmName: "all routes", ...definition }, target, scopes),
  );
}

function metricsOf(
  alarm: MetricAlarm,
  target: string | null,
  scopes: readonly ProposedScope[],
): readonly MetricAlarm[] {
  const { insights } = planAlarm(alarm);
  if (!insights) return [];
  const { namespace, metric } = insights;
  const routes = scopes.filter((scope) => scope.route !== null && scope.target.id === target);
  const series = routes.map((scope): Series => ({
    target,
    route: scope.route,
    namespace,
    metric,
    dimensions: { ...scope.dimensions },
    stat: insights.stat,
    periodSeconds: 60,
    runs: [],
  }));
  const alarms = insightsContributors(alarm, insights, series);
  return typeof alarms === "string" ? [] : alarms;
}
