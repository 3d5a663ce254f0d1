import { LATENCY_MEASURES, measureOf } from "../condition.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses, isCompared } from "../metric-uses.ts";

export const latencySum: LintRule = {
  id: "latency-sum",
  severity: "error",
  title: "The sum of latencies",
  what: "The alarm compares Sum of Latency or IntegrationLatency with a threshold.",
  why: "The sum adds up the milliseconds of all requests of a period: it grows with the traffic, and says nothing of how long one request takes.",
  fix: "Take a percentile, p90 for example, as ExtendedStatistic.",
  find: ({ alarms }) =>
    gatewayUses(alarms).flatMap((use) => {
      const measure = measureOf(use);
      if (use.stat !== "Sum" || !isCompared(use)) return [];
      if (measure === undefined || !LATENCY_MEASURES.includes(measure)) return [];
      const message = `Sum of ${use.metric} adds up all requests: it follows the traffic, not the latency.`;
      return [{ alarm: use.alarm, path: use.statPath, message }];
    }),
};
