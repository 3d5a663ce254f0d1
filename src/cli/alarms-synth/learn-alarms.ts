import { allObjectives, chooseAlarms } from "../../alarms/synth/choose-alarms.ts";
import { detailedMetricsNote } from "../../alarms/synth/detailed-metrics-cost.ts";
import { drillCandidates } from "../../alarms/synth/drill-candidates.ts";
import { leaveUnlearned } from "../../alarms/synth/leave-unlearned.ts";
import { proposeAlarms, type ProposedScope } from "../../alarms/synth/propose-alarms.ts";
import { tailMetrics } from "../../alarms/synth/tail-metrics.ts";
import { synthesize } from "../../alarms/synth/synthesize.ts";
import type { SynthSettings } from "../../alarms/synth/synth-settings.ts";
import { alarmRules } from "../../alarms/rules/registry.ts";
import type { AlarmSet } from "../../alarms/evaluate/evaluate-alarms.ts";
import { analyze } from "../../analyzers/run.ts";
import type { OnProgress } from "../../collectors/account-reader.ts";
import { parseDurationMs, type Window } from "../../core/window.ts";
import type { Config } from "../../model/config.ts";
import type { Finding } from "../../model/finding.ts";
import { settingsFor } from "../../model/settings-for.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { SynthReport } from "../../model/synth-report.ts";
import type { Target } from "../../model/target.ts";
import { obtainHistory, type HistoryOptions } from "../alarms-history/obtain-history.ts";
import type { CliContext } from "../context.ts";
import { DEFAULT_BASELINE } from "../source/window-options.ts";
import { earlierHistory } from "./earlier-history.ts";

/** With the two weeks in minutes, all that CloudWatch keeps in steps of five; a query costs the same whatever its length. */
const LIVE_BASELINE = "48d";

export interface Learned {
  readonly snapshot: Snapshot;
  readonly report: SynthReport;
}

/**
 * Alarms for what an account holds: proposed by its traffic, then learned from a history that is asked for exactly what they
 * would watch. The account is looked at once.
 *
 * @param settingsOf what is wanted for the targets that were found
 */
export async function learnAlarms(
  settingsOf: (targets: readonly Target[]) => SynthSettings,
  options: Omit<HistoryOptions, "incidents">,
  config: Config,
  context: CliContext,
  onProgress: OnProgress,
): Promise<Learned> {
  const isShort = options.demo === true || options.from !== undefined || options.baseline !== undefined;
  const baseline = isShort ? options.baseline : (config.baseline ?? LIVE_BASELINE);
  const { snapshot, history } = await obtainHistory(
    (read) => [watchedSet(scopesOf(read, settingsOf(read.targets)), settingsOf(read.targets))],
    { ...options, ...(baseline === undefined ? {} : { baseline }), incidents: true },
    config,
    context,
    onProgress,
  );
  const { targets, series, window } = snapshot;
  const settings = settingsOf(targets);
  const scopes = scopesOf(snapshot, settings);
  if (scopes.every(({ proposals }) => proposals.length === 0)) {
    const notes = ["No API was found to make alarms for."];
    return { snapshot, report: { alarms: [], uncovered: [], usdPerMonth: 0, history: null, notes } };
  }
  const earlier = earlierHistory(snapshot);
  const findings = [withUsualBaseline(snapshot), ...(earlier ? [earlier] : [])].flatMap((part) =>
    analyze(part, settingsFor(config)).findings.filter(({ severity }) => severity !== "info"),
  );
  const made = synthesize({
    scopes,
    settings,
    history: {
      series: history.series,
      window: history.window,
      earlier: earlier ? endingAt(earlier, history.window.startMs) : undefined,
    },
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
  const report = {
    ...made,
    history: { ...history.window, incidents: findings.length },
    notes: [detailedMetricsNote(targets) ?? []].flat(),
  };
  return { snapshot, report };
}

/** Undefined where nothing is left. */
function endingAt({ series, window: { startMs, endMs } }: Snapshot, lastMs: number) {
  const window = { startMs, endMs: Math.min(endMs, lastMs) };
  return window.startMs < window.endMs ? { series, window } : undefined;
}

/** What is usual is told from the same time as in a report. */
function withUsualBaseline(snapshot: Snapshot): Snapshot {
  const { startMs, endMs } = snapshot.baseline;
  const usualMs = endMs - parseDurationMs(DEFAULT_BASELINE);
  return { ...snapshot, baseline: { startMs: Math.max(startMs, usualMs), endMs } };
}

function scopesOf(
  { targets, series, baseline, window }: Snapshot,
  settings: SynthSettings,
): readonly ProposedScope[] {
  const rules = alarmRules(settings.profile, settings.rollback);
  return proposeAlarms(targets, series, { startMs: baseline.startMs, endMs: window.endMs }, rules);
}

/** Everything that may be watched, whatever the names. */
function watchedSet(scopes: readonly ProposedScope[], settings: SynthSettings): AlarmSet {
  // What turns out to have no history leaves its money to alarms on all routes: these are asked for as if it had none.
  const fewest = leaveUnlearned(scopes, () => false);
  const { tails } = chooseAlarms(fewest, allObjectives(scopes, settings), settings);
  const metric = [
    ...scopes.flatMap(({ proposals }) =>
      proposals.map(({ definition }, index) => ({ AlarmName: `${index}`, ...definition })),
    ),
    ...tailMetrics(tails, scopes),
  ];
  return { metric, composite: [], muteRules: [] };
}

function spanOf({ startedAt, endedAt }: Finding): Window {
  return { startMs: Date.parse(startedAt), endMs: endedAt === null ? Infinity : Date.parse(endedAt) };
}
