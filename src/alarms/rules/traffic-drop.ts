/**
 * Too few requests. A stage without requests publishes nothing, so missing data is breaching; what is evaluated is so long that
 * the quietest hour still brings so many requests that their absence is no accident: of 30 to be expected none comes with
 * a probability of e^-30, and fewer than 10 with one of 10^-5 (Poisson).
 *
 * Minutes in a row are preferred to one longer period even where each of them brings few: of a period without a
 * datapoint CloudWatch looks further back for a real one, so that silence in a long period is seen when several have passed.
 */
import type { AlarmRule } from "./alarm-rule.ts";
import { periodText, rateText } from "./period-text.ts";
import { requestsOf } from "./requests-of.ts";
import { shortestPeriod } from "./shortest-period.ts";
import { watchedMetric } from "./watched-metric.ts";

const EXPECTED = 30;
/** The shortest time that is judged by the minute. */
const FEWEST_MINUTES = 5;

export const trafficDrop: AlarmRule = {
  id: "traffic-drop",
  summary: "requests that stay away",
  profile: "gatewatch",
  propose(context) {
    const { target, route, traffic } = context;
    const metric = watchedMetric(context, requestsOf(context));
    if (metric === undefined || route !== null || traffic === null) return [];
    const isByMinutes = traffic.quietPerMinute * FEWEST_MINUTES >= EXPECTED;
    const Period = isByMinutes ? 60 : shortestPeriod(traffic, EXPECTED);
    if (Period === undefined) return [];
    const spans = isByMinutes
      ? [
          { evaluationPeriods: FEWEST_MINUTES, datapointsToAlarm: FEWEST_MINUTES },
          { evaluationPeriods: 10, datapointsToAlarm: 10 },
        ]
      : [
          { evaluationPeriods: 1, datapointsToAlarm: 1 },
          ...(Period <= 3_600 ? [{ evaluationPeriods: 2, datapointsToAlarm: 2 }] : []),
        ];
    return [
      {
        rule: "traffic-drop",
        part: "count",
        target: target.id,
        route,
        severity: "page",
        definition: {
          ...metric,
          Statistic: "Sum",
          Period,
          EvaluationPeriods: spans[0]?.evaluationPeriods ?? 1,
          DatapointsToAlarm: spans[0]?.datapointsToAlarm ?? 1,
          Threshold: 1,
          ComparisonOperator: "LessThanThreshold",
          TreatMissingData: "breaching",
        },
        search: {
          side: "below",
          least: 1,
          most: Math.max(1, ((traffic.quietPerMinute * Period) / 60) * 0.7),
          requests: (traffic.quietPerMinute * Period) / 60,
          spans,
          catches: ["traffic-drop"],
        },
        why: `Requests in ${isByMinutes ? "each of several minutes in a row" : periodText(Period)}; the quietest hour brings ${rateText(traffic.quietPerMinute)}, so their absence is no accident.`,
        logMetric: null,
      },
    ];
  },
};
