import { COUNT_MEASURES, isOfSamples, measureOf } from "../condition.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses } from "../metric-uses.ts";

export const countAverage: LintRule = {
  id: "count-average",
  severity: "error",
  title: "The average of a count",
  what: "The alarm takes Average, Minimum, Maximum or a percentile of Count, MessageCount or ConnectCount.",
  why: "Every request is one sample of value 1, so all of these are 1, whatever the traffic.",
  fix: "Take Sum or SampleCount.",
  find: ({ alarms }) =>
    gatewayUses(alarms).flatMap((use) => {
      const measure = measureOf(use);
      if (measure === undefined || !COUNT_MEASURES.includes(measure) || !isOfSamples(use.stat)) return [];
      const message = `${use.stat} of ${use.metric} is always 1.`;
      return [{ alarm: use.alarm, path: use.statPath, message }];
    }),
};
