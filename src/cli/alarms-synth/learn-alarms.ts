import { allObjectives, chooseAlarms } from "../../alarms/synth/choose-alarms.ts";
import { drillCandidates } from "../../alarms/synth/drill-candidates.ts";
import { proposeAlarms, type ProposedScope } from "../../alarms/synth/propose-alarms.ts";
import { synthesize } from "../../alarms/synth/synthesize.ts";
import type { SynthSettings } from "../../alarms/synth/synth-settings.ts";
import { ALARM_RULES } from "../../alarms/rules/registry.ts";
import { planAlarm } from "../../alarms/evaluate/alarm-plan.ts";
import type { AlarmSet } from "../../alarms/evaluate/evaluate-alarms.ts";
import { insightsContributors } from "../../alarms/evaluate/insights-contributors.ts";
import { analyze } from "../../analyzers/run.ts";
import type { OnProgress } from "../../collectors/account-reader.ts";
import type { Window } from "../../core/window.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Config } from "../../model/config.ts";
import type { Finding } from "../../model/finding.ts";
import type { Series } from "../../model/series.ts";
import { settingsFor } from "../../model/settings-for.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { SynthReport } from "../../model/synth-report.ts";
import { obtainHistory, type HistoryOptions } from "../alarms-history/obtain-history.ts";
import type { CliContext } from "../context.ts";

/**
 * Alarms for what is in the snapshot: proposed by its traffic, then learned from a history that is asked for exactly what
 * they would watch.
 */
export async function learnAlarms(
  snapshot: Snapshot,
  settings: SynthSettings,
  options: Omit<HistoryOptions, "incidents">,
  config: Config,
  context: CliContext,
  onProgress: OnProgress,
): Promise<SynthReport> {
  const { targets, series, baseline, window } = snapshot;
  const seen = { startMs: baseline.startMs, endMs: window.endMs };
  const rules = ALARM_RULES.filter(({ profile }) => profile === settings.profile);
  const scopes = proposeAlarms(targets, series, seen, rules);
  const { tails } = chooseAlarms(scopes, allObjectives(scopes, settings), settings);
  const set: AlarmSet = {
    metric: [
      ...scopes.flatMap(({ proposals }) =>
        proposals.map(({ definition }, index) => ({ AlarmName: `${index}`, ...definition })),
      ),
      ...tails.flatMap(({ definition, target }) =>
        tailSeries({ AlarmName: "", ...definition }, target, scopes),
      ),
    ],
    composite: [],
    muteRules: [],
  };
  if (set.metric.length === 0) {
    return {
      alarms: [],
      uncovered: [],
      usdPerMonth: 0,
      history: null,
      notes: ["No API was found to make alarms for."],
    };
  }
  const findings = analyze(snapshot, settingsFor(config)).findings.filter(
    ({ severity }) => severity !== "info",
  );
  const { history } = await obtainHistory(
    [set],
    { ...options, incidents: false },
    config,
    context,
    onProgress,
  );
  const made = synthesize({
    scopes,
    settings,
    history: { series: history.series, window: history.window },
    incidentsOf: (target) =>
      findings.filter((finding) => target === null || finding.target === target).map(spanOf),
    drill: drillCandidates(
      targets,
      series,
      window,
      scopes.flatMap(({ proposals }) => proposals),
    ),
    onProgress: (done, total) => onProgress({ step: "thresholds", scope: "", done, total }),
  });
  return {
    ...made,
    history: { ...history.window, incidents: findings.length },
    notes: [],
  };
}

function spanOf({ startedAt, endedAt }: Finding): Window {
  return { startMs: Date.parse(startedAt), endMs: endedAt === null ? Infinity : Date.parse(endedAt) };
}

/** What a query on all routes of a target looks at, as alarms that say which metrics these are. */
function tailSeries(
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
