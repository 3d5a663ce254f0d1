import { calledFunctions } from "../expressions.ts";
import type { LintRule } from "../lint-rule.ts";
import { expressionsOf } from "../metric-uses.ts";

export const searchInAlarm: LintRule = {
  id: "search-in-alarm",
  severity: "error",
  title: "SEARCH in an alarm",
  what: "An expression uses SEARCH.",
  why: "CloudWatch takes no alarm whose metrics are searched for: which they are would change from one evaluation to the next.",
  fix: "Name the metrics one by one (up to ten), or watch them with a Metrics Insights query.",
  find: ({ alarms }) =>
    alarms.flatMap((alarm) =>
      expressionsOf(alarm)
        .filter(({ source }) => calledFunctions(source).some((name) => name.toUpperCase() === "SEARCH"))
        .map(({ path }) => ({ alarm, path, message: "An alarm cannot be based on SEARCH." })),
    ),
};
