import { numberField } from "../alarm-fields.ts";
import { parsedExpressions, partsOf } from "../expressions.ts";
import type { LintRule } from "../lint-rule.ts";

export const fillWithoutSlack: LintRule = {
  id: "fill-without-slack",
  severity: "warning",
  title: "FILL where every datapoint counts",
  what: "An expression fills gaps with FILL, and all of the evaluation periods must be breaching (DatapointsToAlarm is EvaluationPeriods, or left out).",
  why: "Metrics arrive a little late. At the time of an evaluation the newest datapoint often is not there yet, so FILL puts its own value there, and the alarm sees that value in every evaluation: it can be stuck in OK, or in ALARM.",
  fix: "Let DatapointsToAlarm be smaller than EvaluationPeriods, 3 of 4 for example; or do without FILL and set TreatMissingData.",
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      const periods = numberField(alarm, "EvaluationPeriods");
      const datapoints = numberField(alarm, "DatapointsToAlarm");
      if (periods === undefined || (datapoints !== undefined && datapoints < periods)) return [];
      // Left to a deployment.
      if (datapoints === undefined && alarm.fields["DatapointsToAlarm"] !== undefined) return [];
      return parsedExpressions(alarm)
        .filter(({ root }) => partsOf(root).some((part) => part.kind === "call" && part.name === "FILL"))
        .map(({ path }) => ({
          alarm,
          path,
          message: `The expression uses FILL, and all ${periods} of ${periods} datapoints must be breaching: the newest is often FILL's.`,
        }));
    }),
};
