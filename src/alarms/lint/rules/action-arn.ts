import { topicOfAction } from "../../../model/topic-action.ts";
import { textsField, unknownAt } from "../alarm-fields.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";

const STATES = ["AlarmActions", "OKActions", "InsufficientDataActions"] as const;

/** Source: CloudWatch User Guide, "Alarm actions"; PutCompositeAlarm (botocore 1.43.11). */
const ACTIONS: readonly {
  readonly pattern: RegExp;
  readonly name: string;
  readonly onlyOnAlarm: boolean;
  readonly ofComposites: boolean;
}[] = [
  { pattern: /^arn:[^:]+:sns:[^:]+:\d{12}:[^:]+$/, name: "SNS", onlyOnAlarm: false, ofComposites: true },
  {
    pattern: /^arn:[^:]+:lambda:[^:]+:\d{12}:function:/,
    name: "Lambda",
    onlyOnAlarm: false,
    ofComposites: true,
  },
  { pattern: /^arn:[^:]+:ssm:[^:]+:\d{12}:opsitem:/, name: "OpsItem", onlyOnAlarm: true, ofComposites: true },
  {
    pattern: /^arn:[^:]+:ssm-incidents:[^:]*:\d{12}:response-?plan[/:]/,
    name: "Incident Manager",
    onlyOnAlarm: true,
    ofComposites: true,
  },
  {
    pattern: /^arn:[^:]+:aiops:[^:]+:\d{12}:investigation-group:/,
    name: "investigation",
    onlyOnAlarm: true,
    ofComposites: true,
  },
  { pattern: /^arn:[^:]+:automate:[^:]+:ec2:/, name: "EC2", onlyOnAlarm: false, ofComposites: false },
  { pattern: /^arn:[^:]+:swf:/, name: "EC2", onlyOnAlarm: false, ofComposites: false },
  { pattern: /^arn:[^:]+:autoscaling:/, name: "Auto Scaling", onlyOnAlarm: false, ofComposites: false },
];

export const actionArn: LintRule = {
  id: "action-arn",
  severity: "error",
  title: "An action that CloudWatch cannot run",
  what: "An action is no ARN, an ARN of something that an alarm cannot tell, or of a kind that does not go with a composite alarm or with this state.",
  why: "CloudWatch refuses the alarm, or takes it and runs nothing when it fires.",
  fix: "Name the ARN of an SNS topic, a Lambda function, an OpsItem, a response plan or an investigation group.",
  find: ({ alarms }) =>
    alarms.flatMap((alarm) =>
      STATES.flatMap((state) =>
        textsField(alarm, state).flatMap(({ path, value }): LintHit[] => {
          // What Gatewatch writes for a topic that only the deployment names.
          if (topicOfAction(value) !== undefined) return [];
          if (unknownAt(alarm, path) !== undefined || value.includes("${")) return [];
          const action = ACTIONS.find(({ pattern }) => pattern.test(value));
          const quoted = `"${value}"`;
          if (!action) return [{ alarm, path, message: `${quoted} is nothing that an alarm can tell.` }];
          if (alarm.kind === "composite" && !action.ofComposites) {
            return [{ alarm, path, message: `A composite alarm has no ${action.name} actions: ${quoted}.` }];
          }
          if (action.onlyOnAlarm && state !== "AlarmActions") {
            return [{ alarm, path, message: `${action.name} actions run only on ALARM: ${quoted}.` }];
          }
          return [];
        }),
      ),
    ),
};
