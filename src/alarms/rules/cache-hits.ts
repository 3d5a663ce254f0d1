import type { AlarmRule } from "./alarm-rule.ts";
import { metricQuery } from "./metric-query.ts";
import { periodText } from "./period-text.ts";
import { shortestPeriod } from "./shortest-period.ts";
import { watchedMetric } from "./watched-metric.ts";

/** Requests to cached methods from which a hit ratio is judged. */
const GATE = 50;

export const cacheHits: AlarmRule = {
  id: "cache-hits",
  summary: "the stage's cache no longer answers",
  profile: "gatewatch",
  propose(context) {
    const { target, route, traffic } = context;
    const hits = watchedMetric(context, "cacheHits");
    const misses = watchedMetric(context, "cacheMisses");
    if (!hits || !misses || (target.configuration?.cache ?? null) === null || route !== null) return [];
    const Period = traffic === null ? 300 : Math.max(300, shortestPeriod(traffic, GATE, 3_600) ?? 3_600);
    return [
      {
        rule: "cache-hits",
        part: "ratio",
        target: target.id,
        route,
        severity: "ticket",
        definition: {
          Metrics: [
            metricQuery("hits", hits, Period, "Sum"),
            metricQuery("misses", misses, Period, "Sum"),
            {
              Id: "ratio",
              Expression: `IF(hits + misses >= ${GATE}, hits / (hits + misses), 1)`,
              Label: "cache hit ratio",
              ReturnData: true,
            },
          ],
          EvaluationPeriods: 3,
          DatapointsToAlarm: 3,
          Threshold: 0.2,
          ComparisonOperator: "LessThanThreshold",
          TreatMissingData: "notBreaching",
        },
        search: {
          side: "below",
          least: 0.05,
          most: 0.95,
          spans: [
            { evaluationPeriods: 2, datapointsToAlarm: 2 },
            { evaluationPeriods: 3, datapointsToAlarm: 3 },
          ],
          catches: ["cache-collapse"],
        },
        why: `Hits by hits and misses over ${periodText(Period)}, judged from ${GATE} requests on.`,
        logMetric: null,
      },
    ];
  },
};
