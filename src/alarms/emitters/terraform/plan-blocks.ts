import { ToolError } from "../../../core/errors.ts";
import type { AlarmSpec } from "../../../model/alarm-spec.ts";
import type { EmitOptions } from "../../../model/emit.ts";
import { dashboardText } from "../dashboard/dashboard-text.ts";
import { prepareAlarms } from "../prepare-alarms.ts";
import type { PreparedAlarm } from "../prepared-alarm.ts";
import { topicDescription, topicVariable } from "../topic-names.ts";
import { alarmBlock, resourceType } from "./alarm-block.ts";
import type { TerraformBlock } from "./configuration.ts";

/** Variables, alarms and the dashboard, in the order in which they are written. */
export function planBlocks(specs: readonly AlarmSpec[], options: EmitOptions): TerraformBlock[] {
  const { alarms, topics } = prepareAlarms(specs, options);
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
    ...alarms.map((alarm) => alarmBlock(alarm, (key) => addresses.get(key))),
    ...(options.dashboard ? [dashboardBlock(options.dashboard, alarms)] : []),
  ];
}

function dashboardBlock(
  dashboard: NonNullable<EmitOptions["dashboard"]>,
  alarms: readonly PreparedAlarm[],
): TerraformBlock {
  const addresses = new Map(alarms.map((alarm) => [alarm.definition.AlarmName, addressOf(alarm)]));
  const arnOf = (name: string) => {
    const address = addresses.get(name);
    if (address !== undefined) return `\${${address}.arn}`;
    throw new ToolError(
      "E_BAD_INPUT",
      `the dashboard shows the alarm "${name}", which is not among those written`,
    );
  };
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
