import { API_GATEWAY_NAMESPACE } from "../../../catalog/metrics.ts";
import { textField } from "../alarm-fields.ts";
import type { LintRule } from "../lint-rule.ts";
import { metricUses } from "../metric-uses.ts";

export const ignoreKeepsAlarm: LintRule = {
  id: "ignore-keeps-alarm",
  severity: "warning",
  title: "An alarm that stays lit after traffic stops",
  what: "TreatMissingData is ignore on a metric of API Gateway.",
  why: "Without traffic there are no datapoints, and ignore keeps the state: an alarm of the evening stays in ALARM all night, after its cause is gone, and an alarm that is in ALARM already tells of nothing new.",
  fix: "Set TreatMissingData to notBreaching for errors and latencies, breaching for too little traffic.",
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      if (textField(alarm, "TreatMissingData") !== "ignore") return [];
      if (!metricUses([alarm]).some(({ namespace }) => namespace === API_GATEWAY_NAMESPACE)) return [];
      const message = "TreatMissingData is ignore: while there is no traffic the last state stays.";
      return [{ alarm, path: "TreatMissingData", message }];
    }),
};
