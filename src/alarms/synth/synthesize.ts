/**
 * Alarms for an account: what the rules want, as much of it as the budget allows, each with a threshold that history and
 * drill support, composites above them, and a reason for every number.
 *
 *     proposals ─▶ within budget ─▶ thresholds ─▶ composites ─▶ names, actions, prices ─▶ AlarmSpec[]
 */
import { alarmUsdPerMonth } from "../../catalog/alarm-price.ts";
import { PRICES } from "../../catalog/prices.ts";
import { DAY_MS, MINUTE_MS, type Window } from "../../core/window.ts";
import type { AlarmSpec, MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import { findFirings } from "../backtest/find-firings.ts";
import { evaluateMetricAlarm } from "../evaluate/evaluate-metric-alarm.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import { searchThreshold, type CatchDelays } from "../thresholds/search-threshold.ts";
import { alarmKey } from "./alarm-key.ts";
import { alarmName } from "./alarm-name.ts";
import type { DraftAlarm } from "./draft-alarm.ts";
import { explainThreshold } from "./explain-threshold.ts";
import { finishAlarms } from "./finish-alarms.ts";
import { objectiveAlarms } from "./objective-alarms.ts";
import type { ProposedScope } from "./propose-alarms.ts";
import { severityComposites } from "./severity-composites.ts";
import type { SynthSettings } from "./synth-settings.ts";
import { withinBudget, type Affordable } from "./within-budget.ts";

export interface SynthQuestion {
  readonly scopes: readonly ProposedScope[];
  readonly settings: SynthSettings;
  /** Null: thresholds stay where they start. */
  readonly history: { readonly series: readonly Series[]; readonly window: Window } | null;
  /** Known incidents of a target. */
  readonly incidentsOf: (target: string | null) => readonly Window[];
  /** When the alarm catches each of the incidents, laid over the target's own history. */
  readonly drill: (proposal: AlarmProposal, alarm: MetricAlarm) => CatchDelays;
  readonly onProgress: (done: number, total: number) => void;
}

export interface SynthResult {
  readonly alarms: readonly AlarmSpec[];
  /** What has no alarm of its own since the budget was spent; the stage's alarms cover a route as far as it shows there. */
  readonly uncovered: readonly {
    readonly target: string;
    readonly route: string | null;
    readonly alarms: number;
  }[];
  readonly usdPerMonth: number;
}

/** Errors: E_USAGE for a name template that cannot be read, or that gives two alarms one name. */
export function synthesize(question: SynthQuestion): SynthResult {
  const { scopes, settings } = question;
  const objectives = settings.objectives.flatMap((objective) => {
    const scope = scopes.find(({ target, route }) => route === null && target.id === objective.target);
    return scope ? objectiveAlarms(objective, scope.target, scope.traffic, settings.nameTemplate) : [];
  });
  const kept = withinBudget(
    [...scopes.flatMap((scope) => affordable(scope, settings)), ...affordableDrafts(objectives)],
    { ...settings, compositeUsd: settings.composites === null ? null : PRICES.compositeAlarmMonthUsd },
  );
  const proposals = scopes.flatMap((scope) => scope.proposals.filter((one) => kept.has(alarmKey(one))));
  const learned = proposals.map((proposal, index) => {
    question.onProgress(index + 1, proposals.length);
    return learn(proposal, question);
  });
  const drafts = [...learned, ...objectives.filter(({ group }) => kept.has(group))];
  const composites =
    settings.composites === null
      ? []
      : severityComposites(drafts, settings.nameTemplate, settings.composites.suppressor);
  const alarms = finishAlarms(drafts, composites, settings);
  return {
    alarms,
    uncovered: scopes.flatMap(({ target, route, proposals: wanted }) => {
      const missing = wanted.filter((one) => !kept.has(alarmKey(one))).length;
      return missing === 0 ? [] : [{ target: target.id, route, alarms: missing }];
    }),
    usdPerMonth: Math.round(alarms.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0) * 100) / 100,
  };
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

function learn(
  proposal: AlarmProposal,
  { settings, history, incidentsOf, drill }: SynthQuestion,
): DraftAlarm {
  const alarm: MetricAlarm = {
    AlarmName: alarmName(settings.nameTemplate, proposal),
    ...proposal.definition,
  };
  const { rule, target, route, severity, search, logMetric } = proposal;
  const base = {
    key: alarmKey(proposal),
    rule,
    target,
    route,
    severity,
    logMetric,
    group: alarmKey(proposal),
  };
  if (search === null || history === null) {
    const start =
      search === null
        ? ""
        : ` Threshold ${alarm.Threshold}: a usual start, since there is no history to learn from.`;
    return { ...base, definition: alarm, why: proposal.why + start, backtest: backtestOf(alarm, history) };
  }
  const found = searchThreshold({
    alarm,
    search,
    history: { ...history, incidents: incidentsOf(target) },
    noiseBudget: settings.noiseBudget,
    drill: (candidate) => drill(proposal, candidate),
  });
  if (found === null) {
    const why = `${proposal.why} Threshold ${alarm.Threshold}: a usual start, since the history does not hold what it watches.`;
    return { ...base, definition: alarm, why, backtest: null };
  }
  const days = (history.window.endMs - history.window.startMs) / DAY_MS;
  return {
    ...base,
    definition: found.definition,
    why: `${proposal.why} ${explainThreshold(found, proposal, days)}`,
    backtest: backtestOf(found.definition, history),
  };
}

/** Over the whole history, known incidents included. */
function backtestOf(alarm: MetricAlarm, history: SynthQuestion["history"]): AlarmSpec["backtest"] {
  if (history === null) return null;
  const { series, window } = history;
  const result = evaluateMetricAlarm(alarm, series, window);
  if (result.kind === "not-evaluated") return null;
  const fired = findFirings(result.transitions, result.firstMs, window.endMs);
  const weeks = (window.endMs - window.startMs) / (7 * DAY_MS);
  return {
    alarms: fired.length,
    minutesInAlarm: fired.reduce((sum, { startMs, endMs }) => sum + (endMs - startMs) / MINUTE_MS, 0),
    perWeek: Math.round((fired.length / weeks) * 100) / 100,
  };
}
