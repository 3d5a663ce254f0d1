import { numberField } from "../alarm-fields.ts";
import { directionOf, isOfSamples, LATENCY_MEASURES, measureOf } from "../condition.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses, isCompared } from "../metric-uses.ts";

/** No backend behind a gateway answers within so few milliseconds all the time, and no client waits so many seconds. */
const SECONDS_AT_MOST = 10;

export const secondsForMilliseconds: LintRule = {
  id: "seconds-for-milliseconds",
  severity: "warning",
  title: "Seconds where CloudWatch has milliseconds",
  what: `The alarm is for a latency above ${SECONDS_AT_MOST} or less. Latency and IntegrationLatency are in milliseconds.`,
  why: "Nearly every request takes longer, so the alarm is in ALARM whenever there is traffic.",
  fix: "Write the threshold in milliseconds: 2.5 seconds are 2500.",
  find: ({ alarms }) =>
    gatewayUses(alarms).flatMap((use) => {
      const measure = measureOf(use);
      const threshold = numberField(use.alarm, "Threshold");
      if (measure === undefined || !LATENCY_MEASURES.includes(measure) || threshold === undefined) return [];
      if (!isCompared(use) || !isOfSamples(use.stat) || directionOf(use.alarm) !== "high") return [];
      if (threshold <= 0 || threshold > SECONDS_AT_MOST) return [];
      const message = `The threshold is ${threshold} milliseconds.`;
      const fix = `If ${threshold} seconds are meant, write ${threshold * 1_000}.`;
      return [{ alarm: use.alarm, path: "Threshold", message, fix }];
    }),
};
