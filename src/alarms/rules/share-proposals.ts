/**
 * Alarms on a share of requests (errors of a kind), by what the traffic allows:
 *
 * - where the quietest hour brings dozens of requests a minute, the share of each minute, as CloudWatch averages it;
 * - where it brings fewer, the share of five minutes, judged only when enough requests came (a gate in metric math);
 * - beside that, and alone where there is next to no traffic, the number of failed requests in a longer period, so that
 *   a stage with three requests an hour is not asleep, and does not page at its first error either.
 */
import type { Measure } from "../../catalog/metrics.ts";
import type { AlarmProposal, AlarmSeverity, ThresholdSearch } from "./alarm-proposal.ts";
import type { RuleContext } from "./alarm-rule.ts";
import { metricQuery } from "./metric-query.ts";
import { periodText, rateText } from "./period-text.ts";
import { shortestPeriod } from "./shortest-period.ts";
import { watchedMetric, type WatchedMetric } from "./watched-metric.ts";

export interface ShareQuestion {
  readonly rule: string;
  readonly errors: Measure;
  /** What all of them are counted as. */
  readonly requests: Measure;
  readonly severity: AlarmSeverity;
  /** In words, plural: "server errors". */
  readonly what: string;
  /** A start where there is no history, and the bounds of the search; shares 0..1. */
  readonly start: number;
  readonly least: number;
  readonly most: number;
  readonly catches: readonly string[];
  /** Minutes of a raised share before it alarms, the quickest first. */
  readonly spans: ThresholdSearch["spans"];
}

/** Requests in the quietest minute from which a minute's share can be judged without a gate. */
const UNGATED = 30;
/** Requests that a gated period must have before its share is judged, and errors: the first of them is no outage. */
const GATE = 10;
const FEWEST_ERRORS = 2;
/** Below so many requests in five quiet minutes a share is not judged: its gate would hardly ever open at night. */
const FEWEST = 5;
/** Requests that the period of a count should bring in the quietest hour. */
const COUNTED = 3;
const LONGEST_COUNT_SECONDS = 21_600;
const GATED_SPANS: ThresholdSearch["spans"] = [1, 2, 3].map((periods) => ({
  evaluationPeriods: periods,
  datapointsToAlarm: periods,
}));
/** A period that is long enough to count in is long enough to judge by. */
const COUNT_SPANS: ThresholdSearch["spans"] = [{ evaluationPeriods: 1, datapointsToAlarm: 1 }];

export function shareProposals(context: RuleContext, question: ShareQuestion): readonly AlarmProposal[] {
  const errors = watchedMetric(context, question.errors);
  const requests = watchedMetric(context, question.requests);
  if (errors === undefined || requests === undefined) return [];
  const { traffic } = context;
  if (traffic === null || traffic.quietPerMinute >= UNGATED) return [plainShare(context, question, errors)];
  const count = countOf(context, question, errors);
  return traffic.quietPerMinute * 5 >= FEWEST
    ? [gatedShare(context, question, errors, requests), count]
    : [count];
}

function plainShare(context: RuleContext, question: ShareQuestion, errors: WatchedMetric): AlarmProposal {
  const quiet = context.traffic?.quietPerMinute;
  const traffic =
    quiet === undefined ? "" : `; the quietest hour brings ${rateText(quiet)}, enough to judge each minute`;
  const { spans } = question;
  return {
    ...common(context, question, "ratio"),
    definition: { ...errors, Statistic: "Average", Period: 60, ...start(spans, question.start) },
    search: searchOf(question, {
      least: question.least,
      most: question.most,
      ...(quiet === undefined ? {} : { requests: quiet }),
      spans,
    }),
    why: `The share of ${question.what} in each minute${traffic}.`,
  };
}

function gatedShare(
  context: RuleContext,
  question: ShareQuestion,
  errors: WatchedMetric,
  requests: WatchedMetric,
): AlarmProposal {
  const Period = 300;
  return {
    ...common(context, question, "ratio"),
    definition: {
      Metrics: [
        metricQuery("errors", errors, Period, "Sum"),
        metricQuery("requests", requests, Period, "Sum"),
        {
          Id: "share",
          Expression: `IF(requests >= ${GATE}, IF(errors >= ${FEWEST_ERRORS}, errors / requests, 0), 0)`,
          Label: `share of ${question.what}`,
          ReturnData: true,
        },
      ],
      ...start(GATED_SPANS, question.start),
    },
    search: searchOf(question, {
      least: Math.max(question.least, 0.02),
      most: question.most,
      requests: Math.max(GATE, ((context.traffic?.quietPerMinute ?? 0) * Period) / 60),
      spans: GATED_SPANS,
    }),
    why: `The share of ${question.what} in ${periodText(Period)}, judged only where at least ${GATE} requests came and ${FEWEST_ERRORS} of them failed: the quietest hour brings ${rateText(context.traffic?.quietPerMinute ?? 0)}, too few to judge a minute.`,
  };
}

function countOf(context: RuleContext, question: ShareQuestion, errors: WatchedMetric): AlarmProposal {
  const { traffic } = context;
  const wanted = traffic === null ? undefined : shortestPeriod(traffic, COUNTED, LONGEST_COUNT_SECONDS);
  const Period = Math.max(900, wanted ?? LONGEST_COUNT_SECONDS);
  return {
    ...common(context, question, "count"),
    definition: {
      ...errors,
      Statistic: "Sum",
      Period,
      ...start(COUNT_SPANS, 3),
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
    },
    // Never less than the share that is worth telling.
    search: searchOf(question, {
      least: Math.max(FEWEST_ERRORS, Math.ceil(((traffic?.perMinute ?? 0) * Period * question.least) / 60)),
      most: 10_000,
      spans: COUNT_SPANS,
    }),
    why: `The number of ${question.what} in ${periodText(Period)}: with ${rateText(traffic?.perMinute ?? 0)} a share would jump at every error, a count does not.`,
  };
}

function common({ target, route }: RuleContext, { rule, severity }: ShareQuestion, part: string) {
  return { rule, part, target: target.id, route, severity, logMetric: null } as const;
}

function start(spans: ThresholdSearch["spans"], threshold: number) {
  const [span = { evaluationPeriods: 1, datapointsToAlarm: 1 }] = spans;
  return {
    EvaluationPeriods: span.evaluationPeriods,
    DatapointsToAlarm: span.datapointsToAlarm,
    Threshold: threshold,
    ComparisonOperator: "GreaterThanThreshold",
    // No request, no error: silence is the traffic alarm's business.
    TreatMissingData: "notBreaching",
  } as const;
}

function searchOf(
  { catches }: ShareQuestion,
  bounds: Omit<ThresholdSearch, "side" | "catches">,
): ThresholdSearch {
  return { side: "above", catches, ...bounds };
}
