import { numberField, textField } from "../alarm-fields.ts";
import { directionOf, isOfSamples, measureOf, SHARE_MEASURES } from "../condition.ts";
import { parsedExpressions, partsOf } from "../expressions.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { gatewayUses, isCompared, type MetricUse } from "../metric-uses.ts";
import type { DeclaredAlarm } from "../../../model/declared-alarm.ts";
import type { Expression } from "../../../metric-math/expression.ts";

export const percentForFraction: LintRule = {
  id: "percent-for-fraction",
  severity: "error",
  title: "A percentage where CloudWatch has a fraction",
  what: "Every sample of an error or cache metric is 0 or 1, so its Average is a share between 0 and 1. The alarm compares such a share (or errors divided by requests) with a number that is meant in percent.",
  why: "A share never exceeds 1: the alarm for too many errors can never fire, not even when every request fails. An alarm for too low a share would never stop.",
  fix: "Divide the threshold by 100: 5 % is 0.05.",
  find: ({ alarms }) => [
    ...gatewayUses(alarms).flatMap((use) => (isShare(use) ? hitOf(use.alarm) : [])),
    ...alarms.flatMap((alarm) => (isQuotient(alarm) ? hitOf(alarm) : [])),
  ],
};

function isShare(use: MetricUse): boolean {
  const measure = measureOf(use);
  return (
    isCompared(use) && isOfSamples(use.stat) && measure !== undefined && SHARE_MEASURES.includes(measure)
  );
}

function hitOf(alarm: DeclaredAlarm): LintHit[] {
  const threshold = numberField(alarm, "Threshold");
  const direction = directionOf(alarm);
  if (threshold === undefined || direction === undefined) return [];
  const neverExceeds = textField(alarm, "ComparisonOperator") === "GreaterThanThreshold" && threshold >= 1;
  if (threshold <= 1 && !neverExceeds) return [];
  const effect = direction === "high" ? "it can never fire" : "it is always in ALARM while there is traffic";
  const fix = threshold > 1 ? `For ${threshold} % write ${threshold / 100}.` : "For 1 % write 0.01.";
  const message = `The threshold is ${threshold} and the value is a share between 0 and 1, so ${effect}.`;
  return [{ alarm, path: "Threshold", message, fix }];
}

/** Errors divided by requests, both as numbers, and nowhere made a percentage. */
function isQuotient(alarm: DeclaredAlarm): boolean {
  const expressions = parsedExpressions(alarm);
  const parts = expressions.flatMap(({ root }) => partsOf(root));
  if (parts.some((part) => part.kind === "number" && part.value >= 100)) return false;
  const uses = gatewayUses([alarm]).filter(({ stat }) => stat === "Sum" || stat === "SampleCount");
  const isOnly = (part: Expression, isMeasure: (use: MetricUse) => boolean): boolean => {
    const ids = partsOf(part).flatMap((inner) => (inner.kind === "id" ? [inner.name] : []));
    return ids.length > 0 && ids.every((id) => uses.some((use) => use.id === id && isMeasure(use)));
  };
  const isErrors = (use: MetricUse): boolean => SHARE_MEASURES.includes(measureOf(use) ?? "requests");
  return parts.some(
    (part) =>
      part.kind === "binary" &&
      part.sign === "/" &&
      isOnly(part.left, isErrors) &&
      isOnly(part.right, (use) => measureOf(use) === "requests"),
  );
}
