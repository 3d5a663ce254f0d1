import { NOT_EVALUATED } from "../../../catalog/math-functions.ts";
import { ToolError } from "../../../core/errors.ts";
import { isInsightsQuery } from "../../../metric-math/insights-query.ts";
import type { DeclaredAlarm } from "../../../model/declared-alarm.ts";
import { checkCompositeAlarm } from "../../evaluate/check-composite-alarm.ts";
import { checkMetricAlarm } from "../../evaluate/check-metric-alarm.ts";
import { unknownAt } from "../alarm-fields.ts";
import { calledFunctions } from "../expressions.ts";
import type { LintRule } from "../lint-rule.ts";
import { expressionsOf } from "../metric-uses.ts";

export const refused: LintRule = {
  id: "refused",
  severity: "error",
  title: "An alarm that CloudWatch refuses",
  what: "The fields are not what PutMetricAlarm or PutCompositeAlarm takes: a limit is exceeded, fields exclude each other, one is missing, or an expression or rule cannot be read. Values that only a deployment knows are not judged.",
  why: "The deployment fails, often after half of it is done.",
  fix: "Compare the field with PutMetricAlarm or PutCompositeAlarm in the CloudWatch API Reference.",
  find: ({ alarms }) =>
    alarms.flatMap((alarm) =>
      problemsOf(alarm)
        .filter((problem) => !isToldElsewhere(problem, alarm))
        .map((problem) => {
          const [, path] = /^([A-Za-z]+(?:\[\d+\])?(?:\.[A-Za-z]+(?:\[\d+\])?)*): /.exec(problem) ?? [];
          const message = problem.endsWith(".") ? problem : `${problem}.`;
          return { alarm, path: path ?? null, message };
        }),
    ),
};

/** What is unknown is given a value that passes, so that all the rest is judged. What is deployed was not refused. */
function problemsOf(alarm: DeclaredAlarm): readonly string[] {
  // Alarms on PromQL have a form of their own.
  if (alarm.deployed !== null || alarm.fields["EvaluationCriteria"] !== undefined) return [];
  const fields: Record<string, unknown> = { ...alarm.fields };
  if (unknownAt(alarm, "Threshold") && fields["Threshold"] !== undefined) fields["Threshold"] = 1;
  try {
    if (alarm.kind === "metric") checkMetricAlarm(fields);
    else checkCompositeAlarm(fields);
    return [];
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return error.details.map((problem) => problem.replace(/Invalid input: .*received undefined$/, "missing"));
  }
}

function isToldElsewhere(problem: string, alarm: DeclaredAlarm): boolean {
  const path = /^[\w.[\]]+(?=:)/.exec(problem)?.[0];
  if (path !== undefined && unknownAt(alarm, path)) return true;
  // Rules of their own: period, datapoints-beyond-periods, composite-limits.
  if (/^(?:Period|DatapointsToAlarm): (?=\d)/.test(problem) || /, at most \d+ can be$/.test(problem)) {
    return true;
  }
  if (path?.endsWith(".Expression") !== true) return false;
  const source = expressionsOf(alarm).find((expression) => expression.path === path)?.source ?? "";
  // CloudWatch reads more than can be evaluated here; of SEARCH there is a rule.
  return (
    isInsightsQuery(source) || calledFunctions(source).some((name) => Object.hasOwn(NOT_EVALUATED, name))
  );
}
