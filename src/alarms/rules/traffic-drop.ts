/**
 * Too few requests. A stage without requests publishes nothing, so missing data is breaching; the period is one in which the
 * quietest hour still brings so many requests that their absence is no accident: of 30 to be expected none comes with
 * a probability of e^-30, and fewer than 10 with one of 10^-5 (Poisson).
 */
import type { AlarmRule } from "./alarm-rule.ts";
import { periodText, rateText } from "./period-text.ts";
import { shortestPeriod } from "./shortest-period.ts";
import { watchedMetric } from "./watched-metric.ts";

const EXPECTED = 30;

export const trafficDrop: AlarmRule = {
  id: "traffic-drop",
  summary: "requests that stay away",
  profile: "gatewatch",
  propose(context) {
    const { target, route, traffic } = context;
    const measure = target.kind === "websocket" ? "messages" : "requests";
    const metric = watchedMetric(context, measure);
    if (metric === undefined || route !== null || traffic === null) return [];
    const Period = shortestPeriod(traffic, EXPECTED);
    if (Period === undefined) return [];
    const spans =
      Period === 60
        ? [
            { evaluationPeriods: 5, datapointsToAlarm: 5 },
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
          most: ((traffic.quietPerMinute * Period) / 60) * 0.7,
          spans,
          catches: ["traffic-drop"],
        },
        why: `Requests in ${periodText(Period)}; the quietest hour brings ${rateText(traffic.quietPerMinute)}, so their absence is no accident.`,
        logMetric: null,
      },
    ];
  },
};
