import type { DeclaredAlarm } from "../../model/declared-alarm.ts";

/** Terraform's resource types that are alarms. */
export const ALARM_KINDS: Readonly<Record<string, DeclaredAlarm["kind"]>> = {
  aws_cloudwatch_metric_alarm: "metric",
  aws_cloudwatch_composite_alarm: "composite",
};
