import { parsedExpressions, partsOf } from "../expressions.ts";
import type { LintRule } from "../lint-rule.ts";
import { queriesOf } from "../metric-uses.ts";

/** Of one series they give one number for all of it. */
const SCALAR_OF_ONE = ["AVG", "MIN", "MAX", "SUM", "STDDEV"];
const ALWAYS = ["DATAPOINT_COUNT", "RUNNING_SUM", "REMOVE_EMPTY"];
/** They look back to the point before, which is not there while there is no traffic. */
const LOOKING_BACK = ["RATE", "DIFF"];

export const rangeDependentMath: LintRule = {
  id: "range-dependent-math",
  severity: "warning",
  title: "An expression that depends on how far CloudWatch looks back",
  what: "An expression uses AVG, MIN, MAX, SUM or STDDEV of a single series, DATAPOINT_COUNT, RUNNING_SUM or REMOVE_EMPTY, or RATE or DIFF of a metric that has gaps, as all of API Gateway have.",
  why: "CloudWatch fetches more datapoints than the evaluation periods, and does not say how many. These functions give another result over another range, so what the alarm sees is not what a graph of the same expression shows. AWS advises against them in alarms.",
  fix: "Use the statistic and the period for it: Sum over 300 seconds instead of SUM of a series; several series in brackets, SUM([m1, m2]), are fine.",
  find: ({ alarms }) =>
    alarms.flatMap((alarm) => {
      const ids = new Set(queriesOf(alarm).map(({ Id }) => Id));
      return parsedExpressions(alarm).flatMap(({ path, root }) => {
        const found = partsOf(root).find((part) => {
          if (part.kind !== "call") return false;
          if (ALWAYS.includes(part.name) || LOOKING_BACK.includes(part.name)) return true;
          const [of] = part.args;
          return SCALAR_OF_ONE.includes(part.name) && of?.kind === "id" && ids.has(of.name);
        });
        if (found?.kind !== "call") return [];
        const message = `${found.name} depends on how many datapoints CloudWatch fetches, which it does not say.`;
        return [{ alarm, path, message }];
      });
    }),
};
