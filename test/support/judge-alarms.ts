import { alarmQuestions } from "../../src/cli/alarms-history/alarm-questions.ts";
import { synthSettings } from "../../src/cli/alarms-synth/synth-settings.ts";
import { demoSnapshot } from "../../src/cli/source/demo-snapshot.ts";
import { findFirings } from "../../src/alarms/backtest/find-firings.ts";
import { drillHistory } from "../../src/alarms/drill/drill-history.ts";
import { drill } from "../../src/alarms/drill/drill.ts";
import type { AlarmSet } from "../../src/alarms/evaluate/evaluate-alarms.ts";
import { evaluateMetricAlarm } from "../../src/alarms/evaluate/evaluate-metric-alarm.ts";
import { ALARM_RULES } from "../../src/alarms/rules/registry.ts";
import { drillCandidates } from "../../src/alarms/synth/drill-candidates.ts";
import { proposeAlarms } from "../../src/alarms/synth/propose-alarms.ts";
import { synthesize } from "../../src/alarms/synth/synthesize.ts";
import { HOUR_MS, type Window } from "../../src/core/window.ts";
import type { MetricAlarm } from "../../src/model/alarm-spec.ts";
import type { Drill } from "../../src/model/drill.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { INCIDENTS } from "../../src/simulate/incidents/registry.ts";

/** A stretch of a demo account, in hours before its "now", of one API or of all. */
export interface DemoSpan {
  readonly seed: number;
  readonly api: string | null;
  readonly fromHours: number;
  readonly toHours: number;
}

const RULES = ALARM_RULES.filter(({ profile }) => profile === "gatewatch");

/** The alarms that would page, learned from that stretch as `gatewatch alarms synth` learns them. */
export async function learnPages(span: DemoSpan): Promise<readonly MetricAlarm[]> {
  const proposalsOf = ({ targets, series, baseline, window }: Snapshot) =>
    proposeAlarms(targets, series, { startMs: baseline.startMs, endMs: window.endMs }, RULES).map(
      (scope) => ({
        ...scope,
        proposals: scope.proposals.filter(({ severity }) => severity === "page"),
      }),
    );
  const { snapshot, window } = await readDemo(span, (read) => ({
    metric: proposalsOf(read).flatMap(({ proposals }) =>
      proposals.map(({ definition }, index) => ({ AlarmName: `${index}`, ...definition })),
    ),
    composite: [],
    muteRules: [],
  }));
  const { targets, series, alarmHistory } = snapshot;
  const scopes = proposalsOf(snapshot);
  const proposals = scopes.flatMap((scope) => scope.proposals);
  const { alarms } = synthesize({
    scopes,
    settings: synthSettings(
      { composites: false, okActions: true, maxAlarms: "5000", maxUsdMonth: "5000" },
      {},
      targets,
    ),
    history: { series: alarmHistory?.series ?? [], window },
    incidentsOf: () => [],
    drill: drillCandidates(targets, series, snapshot.window, proposals),
    onProgress: () => undefined,
  });
  return alarms.flatMap(({ definition }) => ("AlarmRule" in definition ? [] : [definition]));
}

/** A demo's history for alarms, with what they look back on. */
export interface DemoHistory {
  readonly snapshot: Snapshot;
  readonly window: Window;
}

export function demoHistory(alarms: readonly MetricAlarm[], span: DemoSpan): Promise<DemoHistory> {
  return readDemo(span, () => ({ metric: alarms, composite: [], muteRules: [] }));
}

async function readDemo(
  { seed, api, fromHours, toHours }: DemoSpan,
  setOf: (read: Snapshot) => AlarmSet,
): Promise<DemoHistory> {
  const lengthMs = (fromHours - toHours) * HOUR_MS;
  let window: Window = { startMs: 0, endMs: 0 };
  const asked = {
    since: `${fromHours - toHours}h`,
    until: `${toHours}h ago`,
    baseline: "1h",
    api,
    stage: null,
  };
  const snapshot = await demoSnapshot(
    seed,
    asked,
    () => undefined,
    null,
    (nowMs) => (read) => {
      const endMs = nowMs - toHours * HOUR_MS;
      window = { startMs: endMs - lengthMs, endMs };
      return alarmQuestions([setOf(read)], { lengthMs, endMs }, nowMs);
    },
  );
  return { snapshot, window };
}

/** How often each alarm would have fired, those that did. */
export function firingsOf(
  alarms: readonly MetricAlarm[],
  { snapshot, window }: DemoHistory,
): readonly string[] {
  return alarms.flatMap((alarm) => {
    const result = evaluateMetricAlarm(alarm, snapshot.alarmHistory?.series ?? [], window);
    if (result.kind === "not-evaluated") return [];
    const fired = findFirings(result.transitions, result.firstMs, window.endMs).length;
    return fired === 0 ? [] : [`${alarm.AlarmName}: ${fired}`];
  });
}

/** The incidents that should page, at their usual magnitudes, laid over that history. */
export function drillDemo(
  alarms: readonly MetricAlarm[],
  { snapshot, window }: DemoHistory,
  incidentMs: number,
  names?: readonly string[],
): Drill {
  return drill({
    set: { metric: alarms, composite: [], muteRules: [] },
    targets: snapshot.targets,
    series: drillHistory(snapshot),
    // Not what alarms look back on before it: there the metrics that a period is rebuilt from were not read.
    window,
    incidents: INCIDENTS.filter(({ name, shouldPage }) => names?.includes(name) ?? shouldPage),
    magnitudes: [{ value: 1, isTimes: true }],
    incidentMs,
    seed: 3,
    toolVersion: "0.0.0",
    origin: "demo",
    label: "judged",
    notes: [],
  });
}

/** One incident at one start: minutes to the first alarm, and how many more those are than CloudWatch needs at least. */
export interface Caught {
  readonly target: string;
  readonly incident: string;
  readonly start: string;
  /** Null where nothing went off; NaN where no request was affected. */
  readonly minutes: number | null;
  readonly lateMinutes: number | null;
}

export function caughtIn({ targets }: Drill): readonly Caught[] {
  return targets.flatMap(({ id, starts, alarms, incidents }) => {
    const earliest = new Map(alarms.map(({ name, earliestMinutes }) => [name, earliestMinutes ?? 0]));
    return incidents.flatMap(({ name, magnitudes }) =>
      starts.map((start, index): Caught => {
        const runs = (magnitudes[0]?.alarms ?? []).flatMap(({ alarm, runs: all }) => {
          const run = all[index];
          return run ? [{ alarm, run }] : [];
        });
        const base = { target: id, incident: name, start: start.name };
        if (runs.every(({ run }) => run.result === "no-effect")) {
          return { ...base, minutes: Number.NaN, lateMinutes: Number.NaN };
        }
        const [first] = runs
          .flatMap(({ alarm, run }) => (run.result === "caught" ? [{ alarm, minutes: run.minutes }] : []))
          .sort((left, right) => left.minutes - right.minutes);
        if (!first) return { ...base, minutes: null, lateMinutes: null };
        return {
          ...base,
          minutes: first.minutes,
          lateMinutes: first.minutes - (earliest.get(first.alarm) ?? 0),
        };
      }),
    );
  });
}
