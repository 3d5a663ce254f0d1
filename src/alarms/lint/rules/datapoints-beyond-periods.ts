import { numberField } from "../alarm-fields.ts";
import type { LintRule } from "../lint-rule.ts";

export const datapointsBeyondPeriods: LintRule = {
  id: "datapoints-beyond-periods",
  severity: "error",
  title: "More datapoints than periods",
  what: "DatapointsToAlarm is more than EvaluationPeriods: so many of so few datapoints can never be breaching.",
  why: "CloudWatch refuses the alarm, so the deployment fails.",
  fix: "Let DatapointsToAlarm be at most EvaluationPeriods.",
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      const periods = numberField(alarm, "EvaluationPeriods");
      const datapoints = numberField(alarm, "DatapointsToAlarm");
      if (periods === undefined || datapoints === undefined || datapoints <= periods) return [];
      const message = `DatapointsToAlarm is ${datapoints}, and EvaluationPeriods is ${periods}.`;
      return [{ alarm, path: "DatapointsToAlarm", message }];
    }),
};
