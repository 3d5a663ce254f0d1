/**
 * An alarm on a percentile of a latency, in a period that brings enough requests to speak of that percentile: CloudWatch
 * itself calls fewer than 10 / (1 - p) samples too few (100 for p90, 20 for the median). A stage with so few requests that not
 * even six hours bring twenty gets none; its integration timeouts are server errors, which are counted.
 */
import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import type { Measure } from "../../catalog/metrics.ts";
import { QUOTAS } from "../../catalog/quotas.ts";
import type { AlarmProposal } from "./alarm-proposal.ts";
import type { RuleContext } from "./alarm-rule.ts";
import { periodText, rateText } from "./period-text.ts";
import type { Traffic } from "./traffic.ts";
import { shortestPeriod } from "./shortest-period.ts";
import { watchedMetric } from "./watched-metric.ts";

export interface LatencyQuestion {
  readonly rule: string;
  readonly measure: Measure;
  /** "latency", "integration latency". */
  readonly what: string;
  readonly startMs: number;
  readonly catches: readonly string[];
}

interface Quantile {
  readonly stat: string;
  readonly share: number;
  readonly longestSeconds: number;
}

/** The best first: a higher percentile sees more, and a short period sees it sooner. */
const CHOICES: readonly Quantile[] = [
  { stat: "p90", share: 0.9, longestSeconds: 900 },
  { stat: "p50", share: 0.5, longestSeconds: 21_600 },
];

export function latencyProposals(context: RuleContext, question: LatencyQuestion): readonly AlarmProposal[] {
  const metric = watchedMetric(context, question.measure);
  if (metric === undefined) return [];
  const choice = choose(context.traffic);
  if (choice === undefined) return [];
  const { stat, Period, samples } = choice;
  const isShort = Period <= 300;
  const spans = isShort
    ? [
        { evaluationPeriods: 5, datapointsToAlarm: 4 },
        { evaluationPeriods: 10, datapointsToAlarm: 8 },
        { evaluationPeriods: 15, datapointsToAlarm: 15 },
      ]
    : [
        { evaluationPeriods: 1, datapointsToAlarm: 1 },
        { evaluationPeriods: 2, datapointsToAlarm: 2 },
      ];
  const [span] = spans;
  const { target, route, traffic } = context;
  const enough =
    traffic === null
      ? ""
      : `: the quietest hour brings ${rateText(traffic.quietPerMinute)}, and ${stat} needs ${samples} in a period`;
  return [
    {
      rule: question.rule,
      part: stat,
      target: target.id,
      route,
      severity: "ticket",
      definition: {
        ...metric,
        ExtendedStatistic: stat,
        Period,
        EvaluationPeriods: span?.evaluationPeriods ?? 1,
        DatapointsToAlarm: span?.datapointsToAlarm ?? 1,
        Threshold: question.startMs,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "notBreaching",
      },
      search: {
        side: "above",
        least: 20,
        // Above the integration's timeout nothing can be measured, so such an alarm could never fire.
        most: longestMs(context) * 0.9,
        spans,
        catches: question.catches,
      },
      why: `${stat} of the ${question.what} over ${periodText(Period)}${enough}.`,
      logMetric: null,
    },
  ];
}

function choose(traffic: Traffic | null): { stat: string; Period: number; samples: number } | undefined {
  for (const { stat, share, longestSeconds } of CHOICES) {
    const samples = Math.round(ALARM_EVALUATION.lowSampleFactor / (1 - share));
    const Period = traffic === null ? 60 : shortestPeriod(traffic, samples, longestSeconds);
    if (Period !== undefined) return { stat, Period, samples };
  }
  return undefined;
}

function longestMs({ target, route }: RuleContext): number {
  const routes = target.configuration?.routes ?? [];
  const timeouts = routes.flatMap(({ key, timeoutMs }) =>
    route === null || key === route ? (timeoutMs ?? []) : [],
  );
  return timeouts.length === 0 ? QUOTAS[target.kind].integrationTimeoutMs : Math.max(...timeouts);
}
