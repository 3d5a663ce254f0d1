/**
 * Alarms for an account: what the rules want, as much of it as the budget allows, each with a threshold that history and
 * drill support, composites above them, and a reason for every number.
 *
 *     proposals ─▶ within budget ─▶ thresholds ─▶ composites ─▶ names, actions, prices ─▶ AlarmSpec[]
 */
import { DAY_MS, MINUTE_MS, type Window } from "../../core/window.ts";
import type { AlarmSpec, MetricAlarm } from "../../model/alarm-spec.ts";
import type { Series } from "../../model/series.ts";
import { findFirings } from "../backtest/find-firings.ts";
import { evaluateMetricAlarm } from "../evaluate/evaluate-metric-alarm.ts";
import type { AlarmProposal } from "../rules/alarm-proposal.ts";
import { calmPoints } from "../thresholds/calm-points.ts";
import { searchThreshold } from "../thresholds/search-threshold.ts";
import { alarmKey } from "./alarm-key.ts";
import { alarmName } from "./alarm-name.ts";
import { allObjectives, chooseAlarms } from "./choose-alarms.ts";
import type { DraftAlarm } from "./draft-alarm.ts";
import type { DrillCandidate } from "./drill-candidates.ts";
import { explainThreshold } from "./explain-threshold.ts";
import { finishAlarms } from "./finish-alarms.ts";
import { leaveUnlearned } from "./leave-unlearned.ts";
import type { ProposedScope } from "./propose-alarms.ts";
import { severityComposites } from "./severity-composites.ts";
import type { SynthSettings } from "./synth-settings.ts";

interface SynthHistory {
  readonly series: readonly Series[];
  readonly window: Window;
  /** What lies before, in longer steps: for alarms of such periods. */
  readonly earlier?: { readonly series: readonly Series[]; readonly window: Window } | undefined;
}

export interface SynthQuestion {
  readonly scopes: readonly ProposedScope[];
  readonly settings: SynthSettings;
  /** Null: thresholds stay where they start. */
  readonly history: SynthHistory | null;
  /** Known incidents of a target. */
  readonly incidentsOf: (target: string | null) => readonly Window[];
  readonly drill: DrillCandidate;
  readonly onProgress: (done: number, total: number) => void;
}

export interface SynthResult {
  readonly alarms: readonly AlarmSpec[];
  /** What has no alarm of its own since the budget was spent; the stage's alarms cover a route as far as it shows there. */
  readonly uncovered: readonly {
    readonly target: string;
    readonly route: string | null;
    readonly alarms: number;
    /** What watches a route all the same: the stage's alarm on all of its routes, or only the stage's own. */
    readonly coveredBy: "route-tail" | "stage";
  }[];
  readonly usdPerMonth: number;
}

/** Errors: E_USAGE for a name template that cannot be read, or that gives two alarms one name. */
export function synthesize(question: SynthQuestion): SynthResult {
  const { settings } = question;
  const scopes = leaveUnlearned(question.scopes, (proposal) => canLearn(proposal, question));
  const objectives = allObjectives(scopes, settings);
  const { kept, tails } = chooseAlarms(scopes, objectives, settings);
  const own = scopes.flatMap((scope) => scope.proposals.filter((one) => kept.has(alarmKey(one))));
  const proposals = [...own, ...tails];
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
      if (missing === 0) return [];
      const isCovered = route !== null && tails.some((tail) => tail.target === target.id);
      return [{ target: target.id, route, alarms: missing, coveredBy: isCovered ? "route-tail" : "stage" }];
    }),
    usdPerMonth: Math.round(alarms.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0) * 100) / 100,
  };
}

/** Whether the history holds what the alarm watches, in steps that it can be judged by. */
function canLearn(proposal: AlarmProposal, { history, incidentsOf, settings }: SynthQuestion): boolean {
  if (history === null) return false;
  const { definition, target } = proposal;
  const watched = { ...definition, stat: definition.Statistic ?? "" };
  const calm = calmPoints(watched, history.series, incidentsOf(target));
  if (calm === null || calm.points.length === 0) return false;
  const alarm = { AlarmName: alarmName(settings.nameTemplate, proposal), ...definition };
  return evaluateMetricAlarm(alarm, history.series, history.window).kind === "metric";
}

function learn(
  proposal: AlarmProposal,
  { settings, history, incidentsOf, drill }: SynthQuestion,
): DraftAlarm {
  const alarm: MetricAlarm = {
    AlarmName: alarmName(settings.nameTemplate, proposal),
    ...proposal.definition,
  };
  const { rule, target, route, severity, search, logMetric, metricsAnalyzed } = proposal;
  const base = {
    key: alarmKey(proposal),
    rule,
    target,
    route,
    // What is for deployments tells nobody, and no composite looks at it.
    severity: proposal.isForDeployments === true ? null : severity,
    logMetric,
    metricsAnalyzed,
    isExported: proposal.isForDeployments,
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
    drill: (candidate, strength) => drill(proposal, candidate, strength),
  });
  if (found === null) {
    const why = `${proposal.why} Threshold ${alarm.Threshold}: a usual start, since the history does not hold what it watches.`;
    return { ...base, definition: alarm, why, backtest: null };
  }
  return {
    ...base,
    definition: found.definition,
    why: `${proposal.why} ${explainThreshold(found, proposal)}`,
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
