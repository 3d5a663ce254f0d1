import { METRICS } from "../../../catalog/metrics.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses } from "../metric-uses.ts";

export const unitSet: LintRule = {
  id: "unit-set",
  severity: "warning",
  title: "A unit that hides datapoints",
  what: "The alarm sets Unit. CloudWatch then looks only at datapoints that were published with exactly that unit; it converts nothing.",
  why: "With another unit than the one API Gateway publishes, the alarm never sees a datapoint. With the right one it says nothing that CloudWatch would not know.",
  fix: "Leave Unit out.",
  find: ({ alarms }) =>
    gatewayUses(alarms).flatMap(({ alarm, metric, unit, unitPath }) => {
      if (unit === undefined) return [];
      const published = METRICS.find((fact) => fact.metric === metric)?.unit;
      const isWrong = published !== undefined && unit !== published;
      const message = isWrong
        ? `Unit is ${unit}, and ${metric} is published in ${published}: it never sees a datapoint.`
        : `Unit is set to ${unit}.`;
      return [
        {
          alarm,
          path: unitPath,
          message,
          severity: isWrong ? ("error" as const) : published === undefined ? "warning" : "note",
        },
      ];
    }),
};
