import { isAlarmPeriod } from "../../../catalog/alarm-limits.ts";
import { API_GATEWAY_NAMESPACE } from "../../../catalog/metrics.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { metricUses } from "../metric-uses.ts";

export const period: LintRule = {
  id: "period",
  severity: "error",
  title: "A period that does not work",
  what: "Period is no multiple of 60 seconds (nor 10, 20 or 30), or it is below 60 seconds for a metric of API Gateway.",
  why: "CloudWatch refuses the first. API Gateway publishes once a minute, so of the second most periods are empty: the alarm flaps between its state and INSUFFICIENT_DATA, at the price of a high-resolution alarm.",
  fix: "Set Period to 60, or a multiple of it.",
  find: ({ alarms }) =>
    metricUses(alarms).flatMap((use): LintHit[] => {
      const { alarm, periodSeconds, periodPath: path, namespace } = use;
      if (periodSeconds === undefined) return [];
      if (!isAlarmPeriod(periodSeconds)) {
        const message = `Period is ${periodSeconds} s, and CloudWatch takes multiples of 60 (or 10, 20, 30).`;
        return [{ alarm, path, message }];
      }
      if (periodSeconds >= 60 || namespace !== API_GATEWAY_NAMESPACE) return [];
      const message = `Period is ${periodSeconds} s, and API Gateway publishes every 60 s.`;
      return [{ alarm, path, message, severity: "warning" }];
    }),
};
