/**
 * A promised service level as alarms on how fast its error budget burns, in long and short windows, a composite for each
 * severity (see catalog/burn-rates). Each window is one datapoint, so the share that CloudWatch averages over it is
 * weighted by requests.
 *
 * Where traffic is seasonal or scarce the share of a window misleads: at night one failed request of ten burns fast and costs
 * next to nothing of the month's budget. There errors (or slow answers) are counted instead, so that each weighs the same, against the part of the budget of the usual
 * month's requests that the window may spend, and never less than two.
 *
 * Source: The Site Reliability Workbook, chapter 5.
 */
import { BURN_WINDOWS, burnRate, type BurnWindow } from "../../catalog/burn-rates.ts";
import { API_GATEWAY_NAMESPACE, metricFact } from "../../catalog/metrics.ts";
import type { MetricAlarm } from "../../model/alarm-spec.ts";
import type { Target } from "../../model/target.ts";
import type { AlarmProposal, AlarmSeverity } from "../rules/alarm-proposal.ts";
import { metricQuery } from "../rules/metric-query.ts";
import { periodText } from "../rules/period-text.ts";
import type { Traffic } from "../rules/traffic.ts";
import type { WatchedMetric } from "../rules/watched-metric.ts";
import { alarmKey } from "./alarm-key.ts";
import { alarmName } from "./alarm-name.ts";
import { allOf, alarmTerm, anyOf } from "./alarm-rule-text.ts";
import type { DraftAlarm } from "./draft-alarm.ts";
import type { Objective } from "./synth-settings.ts";

/** The busiest hour has so many times the requests of the quietest: a share no longer tells what it costs. */
const SEASONAL = 3;
/** Errors that a window of errors needs at least. */
const FEWEST_ERRORS = 2;

export function objectiveAlarms(
  objective: Objective,
  target: Target,
  traffic: Traffic | null,
  nameTemplate: string,
): readonly DraftAlarm[] {
  const measure = objective.latencyMs === null ? "serverErrors" : "latency";
  const fact = metricFact(target.kind, measure) ?? metricFact(target.kind, "executionErrors");
  if (fact === undefined || (objective.latencyMs !== null && fact.measure !== "latency")) return [];
  const watched: WatchedMetric = {
    Namespace: API_GATEWAY_NAMESPACE,
    MetricName: fact.metric,
    Dimensions: Object.entries(target.dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
  const draft = (part: string, severity: AlarmSeverity | null, why: string) => {
    const proposal = { rule: "objective", part: `${objective.name}-${part}`, target: target.id, route: null };
    const named: Pick<AlarmProposal, "rule" | "part" | "target" | "route" | "severity"> = {
      ...proposal,
      severity: severity ?? "ticket",
    };
    const base = {
      key: alarmKey(proposal),
      rule: "objective",
      target: target.id,
      route: null,
      severity,
      why,
    };
    return {
      ...base,
      name: alarmName(nameTemplate, named),
      group: `objective ${target.id} ${objective.name}`,
    };
  };
  const windowAlarm = (window: BurnWindow, seconds: number, length: "long" | "short"): DraftAlarm => {
    const { definition, why } = watch(objective, window, seconds, traffic, watched);
    const { name, ...base } = draft(`${window.severity}-${seconds / 60}m-${length}`, null, why);
    const metric: MetricAlarm = {
      AlarmName: name,
      ...("Metrics" in definition ? {} : { ...watched, Period: seconds }),
      EvaluationPeriods: 1,
      DatapointsToAlarm: 1,
      TreatMissingData: "notBreaching",
      ...definition,
    };
    return { ...base, definition: metric, backtest: null, logMetric: null };
  };
  return (["page", "ticket"] as const).flatMap((severity) => {
    const windows = BURN_WINDOWS.filter((window) => window.severity === severity);
    const pairs = windows.map((window) => [
      windowAlarm(window, window.longSeconds, "long"),
      windowAlarm(window, window.shortSeconds, "short"),
    ]);
    const rule = anyOf(
      pairs.map((pair) => allOf(pair.map(({ definition }) => alarmTerm(definition.AlarmName)))),
    );
    const budget = windows.map(
      (window) => `${window.budgetShare * 100} % in ${periodText(window.longSeconds)}`,
    );
    const why = `The error budget of "${objective.name}" (${objective.goal * 100} % good over ${objective.days} days) is spent at a rate of ${budget.join(", or ")}, still so in a window of a twelfth of that.`;
    const { name, ...base } = draft(severity, severity, why);
    const composite: DraftAlarm = {
      ...base,
      definition: { AlarmName: name, AlarmRule: rule },
      backtest: null,
      logMetric: null,
    };
    return [...pairs.flat(), composite];
  });
}

function watch(
  { goal, days, latencyMs }: Objective,
  window: BurnWindow,
  seconds: number,
  traffic: Traffic | null,
  watched: WatchedMetric,
): {
  readonly definition: Partial<MetricAlarm> & Pick<MetricAlarm, "ComparisonOperator">;
  readonly why: string;
} {
  const bad = 1 - goal;
  const burn = burnRate(window, days);
  const span = periodText(seconds);
  if (traffic !== null && isUneven(traffic, seconds, bad)) {
    const allowed =
      window.budgetShare * bad * traffic.perMinute * 1_440 * days * (seconds / window.longSeconds);
    const Threshold = Math.max(FEWEST_ERRORS, Math.ceil(tidy(allowed)));
    const what = latencyMs === null ? "errors" : `answers later than ${latencyMs} ms`;
    const counted =
      latencyMs === null
        ? ({ Statistic: "Sum" } as const)
        : {
            Metrics: [
              metricQuery("fast", watched, seconds, `PR(:${latencyMs})`),
              metricQuery("requests", watched, seconds, "SampleCount"),
              {
                Id: "slow",
                Expression: "requests * (100 - fast) / 100",
                Label: what,
                ReturnData: true,
              },
            ],
          };
    return {
      definition: { ...counted, Threshold, ComparisonOperator: "GreaterThanOrEqualToThreshold" },
      why: `${Threshold} ${what} in ${span} are ${tidy((window.budgetShare * 100 * seconds) / window.longSeconds)} % of those that the objective allows in ${days} days of the usual traffic, at least ${FEWEST_ERRORS}; they are counted since the traffic is seasonal or scarce, where a share misleads.`,
    };
  }
  if (latencyMs !== null) {
    const Threshold = tidy(100 - burn * bad * 100);
    return {
      definition: {
        ExtendedStatistic: `PR(:${latencyMs})`,
        Threshold,
        ComparisonOperator: "LessThanThreshold",
      },
      why: `Less than ${Threshold} % of the requests of ${span} were answered within ${latencyMs} ms: ${tidy(burn)} times as many slow ones as the objective allows.`,
    };
  }
  const Threshold = tidy(burn * bad);
  return {
    definition: { Statistic: "Average", Threshold, ComparisonOperator: "GreaterThanThreshold" },
    why: `More than ${tidy(Threshold * 100)} % errors in ${span}: ${tidy(burn)} times the objective's ${tidy(bad * 100)} %.`,
  };
}

/** By night and day, or so few requests that the window's allowance is less than two of them. */
function isUneven(
  { quietPerMinute, busyPerMinute, perMinute }: Traffic,
  seconds: number,
  bad: number,
): boolean {
  const isSeasonal = busyPerMinute > SEASONAL * quietPerMinute;
  return isSeasonal || ((perMinute * seconds) / 60) * bad < FEWEST_ERRORS;
}

function tidy(value: number): number {
  return Number(value.toPrecision(6));
}
