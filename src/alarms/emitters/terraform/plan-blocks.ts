import type { AlarmSpec } from "../../../model/alarm-spec.ts";
import type { EmitOptions } from "../../../model/emit.ts";
import { dashboardText } from "../dashboard/dashboard-text.ts";
import { prepareAlarms } from "../prepare-alarms.ts";
import type { PreparedAlarm } from "../prepared-alarm.ts";
import { topicDescription, topicVariable } from "../topic-names.ts";
import { alarmBlock, resourceType } from "./alarm-block.ts";
import type { TerraformBlock } from "./configuration.ts";
import { filterBlock } from "./filter-block.ts";

/** Variables, alarms and the dashboard, in the order in which they are written. */
export function planBlocks(specs: readonly AlarmSpec[], options: EmitOptions): TerraformBlock[] {
  const { alarms, topics, dashboard } = prepareAlarms(specs, options);
  const addresses = new Map(alarms.map((alarm) => [alarm.key, addressOf(alarm)]));
  return [
    ...topics.map((topic) => ({
      type: "variable",
      labels: [topicVariable(topic)],
      comment: "",
      body: {
        attributes: { type: { expression: "string" }, description: `${topicDescription(topic)}.` },
        blocks: {},
      },
    })),
    ...alarms.flatMap((alarm) => [
      ...(alarm.filter ? [filterBlock(alarm.filter)] : []),
      alarmBlock(alarm, (key) => addresses.get(key)),
    ]),
    ...(dashboard ? [dashboardBlock(dashboard, alarms)] : []),
    ...outputBlocks(alarms.filter(({ isExported }) => isExported)),
  ];
}

/** Names and ARNs for whoever needs them. */
function outputBlocks(alarms: readonly PreparedAlarm[]): TerraformBlock[] {
  if (alarms.length === 0) return [];
  const output = (name: string, attribute: string): TerraformBlock => ({
    type: "output",
    labels: [name],
    comment: "",
    body: {
      attributes: { value: alarms.map((alarm) => ({ expression: `${addressOf(alarm)}.${attribute}` })) },
      blocks: {},
    },
  });
  return [output("rollback_alarm_names", "alarm_name"), output("rollback_alarm_arns", "arn")];
}

function dashboardBlock(
  dashboard: NonNullable<EmitOptions["dashboard"]>,
  alarms: readonly PreparedAlarm[],
): TerraformBlock {
  const addresses = new Map(alarms.map((alarm) => [alarm.definition.AlarmName, addressOf(alarm)]));
  const arnOf = (name: string) => `\${${addresses.get(name) ?? ""}.arn}`;
  return {
    type: "resource",
    labels: ["aws_cloudwatch_dashboard", "gatewatch"],
    comment: "",
    body: {
      attributes: {
        dashboard_name: dashboard.name,
        dashboard_body: { template: dashboardText(dashboard.body, arnOf, 2) },
      },
      blocks: {},
    },
  };
}

function addressOf(alarm: PreparedAlarm): string {
  return `${resourceType(alarm)}.${alarm.terraformName}`;
}
