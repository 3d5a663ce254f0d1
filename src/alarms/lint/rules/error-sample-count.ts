import { measureOf, SHARE_MEASURES } from "../condition.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses } from "../metric-uses.ts";

export const errorSampleCount: LintRule = {
  id: "error-sample-count",
  severity: "error",
  title: "The samples of an error metric",
  what: "The alarm takes SampleCount of an error or cache metric.",
  why: "Every request is a sample, with the value 1 where it failed and 0 where it did not. SampleCount counts all requests, so the alarm rings for traffic, not for errors.",
  fix: "Take Sum for the number of errors, Average for their share (0 to 1).",
  find: ({ alarms }) =>
    gatewayUses(alarms).flatMap((use) => {
      const measure = measureOf(use);
      if (use.stat !== "SampleCount" || measure === undefined || !SHARE_MEASURES.includes(measure)) return [];
      const message = `SampleCount of ${use.metric} is the number of requests, failed or not.`;
      return [{ alarm: use.alarm, path: use.statPath, message }];
    }),
};
