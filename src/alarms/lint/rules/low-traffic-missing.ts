import { textField, unknownAt } from "../alarm-fields.ts";
import { COUNT_MEASURES, directionOf, measureOf } from "../condition.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses } from "../metric-uses.ts";

export const lowTrafficMissing: LintRule = {
  id: "low-traffic-missing",
  severity: "error",
  title: "An alarm for missing traffic that ignores silence",
  what: "The alarm is for too few requests, messages or connections, and TreatMissingData is not breaching.",
  why: "API Gateway publishes nothing at all while there is no traffic: Count is absent, not 0. When traffic stops altogether there is nothing to compare, so the alarm does not fire in the very case that it is for.",
  fix: "Set TreatMissingData to breaching.",
  find: ({ alarms }) =>
    gatewayUses(alarms).flatMap((use) => {
      const { alarm, metric } = use;
      const measure = measureOf(use);
      if (use.id !== undefined || measure === undefined || !COUNT_MEASURES.includes(measure)) return [];
      const missing = textField(alarm, "TreatMissingData") ?? "missing";
      if (directionOf(alarm) !== "low" || missing === "breaching") return [];
      if (unknownAt(alarm, "TreatMissingData") !== undefined) return [];
      const given = alarm.fields["TreatMissingData"] === undefined ? `${missing} by default` : missing;
      const message = `${metric} has no datapoint while there is no traffic, and TreatMissingData is ${given}.`;
      return [{ alarm, path: "TreatMissingData", message }];
    }),
};
