import type { EmitOptions } from "../../../model/emit.ts";
import { topicOfAction } from "../../../model/topic-action.ts";
import { commentLines } from "../comment-lines.ts";
import { dashboardText } from "../dashboard/dashboard-text.ts";
import type { Emitter } from "../emitter.ts";
import { inFieldOrder } from "../in-field-order.ts";
import { textsOf, type JsonValue } from "../json-value.ts";
import { jsonText } from "../json-text.ts";
import { prepareAlarms } from "../prepare-alarms.ts";
import { filterFields } from "../filter-fields.ts";
import type { PreparedAlarm, PreparedFilter } from "../prepared-alarm.ts";
import { topicDescription, topicEnvironment } from "../topic-names.ts";
import { bashText } from "./bash-text.ts";

const WIDTH = 110;
const HEAD = `#!/usr/bin/env bash
# CloudWatch alarms for API Gateway, each with the reason for its threshold.
# Creates what is missing and replaces what is there; an alarm that already exists keeps the tags it has.
set -euo pipefail
`;
/** State of the alarm, and the option of the AWS CLI that stands for it. */
const ACTION_OPTIONS = new Map([
  ["AlarmActions", "--alarm-actions"],
  ["OKActions", "--ok-actions"],
  ["InsufficientDataActions", "--insufficient-data-actions"],
]);

export const cli: Emitter = {
  format: "cli",
  summary: "a bash script that calls the AWS CLI",
  emit: (specs, options) => {
    const { alarms, topics, dashboard } = prepareAlarms(specs, options);
    const required = topics.map(
      (topic) => `: "\${${topicEnvironment(topic)}:?is not set: the ${topicDescription(topic)}}"\n`,
    );
    const parts = [
      HEAD + required.join(""),
      ...alarms.flatMap((alarm) => [
        ...(alarm.filter ? [filterCommand(alarm.filter)] : []),
        alarmCommand(alarm),
      ]),
      ...(dashboard ? [dashboardCommand(dashboard)] : []),
      ...exportedNames(alarms.filter(({ isExported }) => isExported)),
    ];
    return [{ path: `${options.name}.sh`, text: parts.join("\n") }];
  },
};

/** The script's only output of its own: for whoever needs the names. */
function exportedNames(alarms: readonly PreparedAlarm[]): string[] {
  if (alarms.length === 0) return [];
  const names = alarms.map(({ definition }) => ` \\\n  ${bashText(definition.AlarmName)}`);
  return [`# Alarms for a deployment to be rolled back by.\nprintf '%s\\n'${names.join("")}\n`];
}

function filterCommand({ logMetric }: PreparedFilter): string {
  const json = jsonText(filterFields(logMetric), 2);
  return `aws logs put-metric-filter \\\n  --cli-input-json ${bashText(json)}\n`;
}

/** Actions with a topic among them are options, where the shell can fill it in; an option wins over the JSON. */
function alarmCommand({ kind, why, definition }: PreparedAlarm): string {
  const fields = inFieldOrder(definition);
  const isOption = ([name, value]: [string, JsonValue]) =>
    ACTION_OPTIONS.has(name) && textsOf(value).some((action) => topicOfAction(action) !== undefined);
  const json = jsonText(Object.fromEntries(fields.filter((field) => !isOption(field))), 2);
  const options = fields.filter(isOption).map(([name, value]) => {
    const words = textsOf(value).map((action) => {
      const topic = topicOfAction(action);
      return topic === undefined ? bashText(action) : `"\${${topicEnvironment(topic)}}"`;
    });
    return `  ${ACTION_OPTIONS.get(name) ?? ""} ${words.join(" ")} \\\n`;
  });
  const comment = commentLines(why, WIDTH - 2).map((line) => `# ${line}\n`);
  return `${comment.join("")}aws cloudwatch put-${kind}-alarm \\\n${options.join("")}  --cli-input-json ${bashText(json)}\n`;
}

/**
 * The body goes through a pipe, since it can be longer than a word may be. No "$" occurs in it but those that stand for
 * the ARN's beginning, where the quotes are left for a moment.
 */
function dashboardCommand({ name, body }: NonNullable<EmitOptions["dashboard"]>): string {
  const text = bashText(dashboardText(body, (_, alarm) => `$ARN$${alarm}`, 2));
  return `# Alarms are shown by their ARN, which names the account.
caller=$(aws sts get-caller-identity --query Arn --output text)
region=\${AWS_REGION:-\${AWS_DEFAULT_REGION:-$(aws configure get region)}}
alarms="arn:$(cut -d: -f2 <<<"$caller"):cloudwatch:$region:$(cut -d: -f5 <<<"$caller"):alarm:"
aws cloudwatch put-dashboard \\
  --dashboard-name ${bashText(name)} \\
  --dashboard-body file://<(printf %s ${text.replaceAll("$ARN$", () => `'"$alarms"'`)})
`;
}
