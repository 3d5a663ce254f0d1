import { alarmUsdPerMonth } from "../../catalog/alarm-price.ts";
import { PRICES } from "../../catalog/prices.ts";
import { alarmKey } from "./alarm-key.ts";
import { coverRoutes, type CoveredRoutes } from "./cover-routes.ts";
import type { DraftAlarm } from "./draft-alarm.ts";
import { objectiveAlarms } from "./objective-alarms.ts";
import type { ProposedScope } from "./propose-alarms.ts";
import type { SynthSettings } from "./synth-settings.ts";
import type { Affordable } from "./within-budget.ts";

/** The alarms of all objectives whose target is there. */
export function allObjectives(
  scopes: readonly ProposedScope[],
  settings: SynthSettings,
): readonly DraftAlarm[] {
  return settings.objectives.flatMap((objective) => {
    const scope = scopes.find(({ target, route }) => route === null && target.id === objective.target);
    return scope ? objectiveAlarms(objective, scope.target, scope.traffic, settings.nameTemplate) : [];
  });
}

/** Which of what is proposed fits into the budget, and the alarms on all routes of a stage. Needs no history. */
export function chooseAlarms(
  scopes: readonly ProposedScope[],
  objectives: readonly DraftAlarm[],
  settings: SynthSettings,
): CoveredRoutes {
  return coverRoutes(
    [...scopes.flatMap((scope) => affordable(scope, settings)), ...affordableDrafts(objectives)],
    scopes,
    {
      ...settings,
      compositeUsd: settings.composites === null ? null : PRICES.compositeAlarmMonthUsd,
      // AWS's recommended alarms are those and no others.
      hasTails: settings.profile === "gatewatch",
    },
  );
}

function affordable(scope: ProposedScope, { errorCost }: SynthSettings): readonly Affordable[] {
  const { route, traffic, target } = scope;
  const worth = route === null ? 0 : (traffic?.perMinute ?? 0) * errorCost(target.id, route);
  return scope.proposals.map((proposal) => ({
    group: alarmKey(proposal),
    target: proposal.target,
    route,
    severity: proposal.severity,
    alarms: 1,
    usdPerMonth: alarmUsdPerMonth({ AlarmName: "", ...proposal.definition }) ?? 0,
    worth,
  }));
}

function affordableDrafts(drafts: readonly DraftAlarm[]): readonly Affordable[] {
  return [...new Set(drafts.map(({ group }) => group))].map((group) => {
    const members = drafts.filter((draft) => draft.group === group);
    return {
      group,
      target: members[0]?.target ?? null,
      route: null,
      severity: "page",
      alarms: members.length,
      usdPerMonth: members.reduce((sum, { definition }) => sum + (alarmUsdPerMonth(definition) ?? 0), 0),
      // After the alarms that everybody needs.
      worth: -1,
    };
  });
}
