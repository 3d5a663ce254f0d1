import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import { planAlarm } from "../evaluate/alarm-plan.ts";

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
  LessThanLowerOrGreaterThanUpperThreshold: "outside of its band",
  LessThanLowerThreshold: "below its band",
  GreaterThanUpperThreshold: "above its band",
};

/** What an alarm goes off for, in one line: "5XXError Average > 0.05, 3 of 3 x 60 s". */
export function watchesText(alarm: MetricAlarm | CompositeAlarm): string {
  if ("AlarmRule" in alarm) return alarm.AlarmRule.replaceAll(/\s+/g, " ").trim();
  const plan = planAlarm(alarm);
  const metric = plan.metrics.get(plan.judged);
  const subject = metric
    ? `${metric.metric} ${metric.stat}`
    : plan.insights
      ? `${plan.insights.metric} ${plan.insights.stat} by ${plan.insights.groupBy.join(" and ")}`
      : (plan.expressions.get(plan.judged)?.source ?? plan.judged);
  const limit = plan.limit.kind === "threshold" ? ` ${plan.limit.threshold}` : ` (${plan.limit.width} wide)`;
  const times = `${plan.datapointsToAlarm} of ${plan.evaluationPeriods} x ${plan.periodSeconds} s`;
  return `${subject} ${SIGNS[plan.operator] ?? plan.operator}${limit}, ${times}`;
}
