import { ACCESS_LOG_PREFIXES } from "./permissions.ts";
import type { PolicyDocument } from "./read-only-policy.ts";

/**
 * What `gatewatch alarms synth --diff` and `--apply` ask of an account beyond reading it: the one set of permissions with
 * which anything can be changed. CloudWatch takes composite alarms, and deletions, on "*" alone, so alarms are granted there.
 *
 * Source: Service Authorization Reference (CloudWatch, CloudWatch Logs); CloudWatch User Guide, "Create a composite alarm".
 */
export const DEPLOY_ACTIONS = Object.freeze({
  ListTagsForResource: "cloudwatch:ListTagsForResource",
  DescribeMetricFilters: "logs:DescribeMetricFilters",
  PutMetricFilter: "logs:PutMetricFilter",
  PutMetricAlarm: "cloudwatch:PutMetricAlarm",
  PutCompositeAlarm: "cloudwatch:PutCompositeAlarm",
  TagResource: "cloudwatch:TagResource",
  DeleteAlarms: "cloudwatch:DeleteAlarms",
});

/** Beside the read-only policy, in a partition ("aws", "aws-cn"). */
export function deployPolicy(partition: string): PolicyDocument {
  const actions = Object.values(DEPLOY_ACTIONS);
  const statement = (Sid: string, service: string, Resource: readonly string[]) =>
    ({
      Sid,
      Effect: "Allow",
      Action: actions.filter((action) => action.startsWith(`${service}:`)),
      Resource,
    }) as const;
  return {
    Version: "2012-10-17",
    Statement: [
      statement("DeployAlarms", "cloudwatch", ["*"]),
      statement(
        "DeployMetricFilters",
        "logs",
        ACCESS_LOG_PREFIXES.map((prefix) => `arn:${partition}:logs:*:*:log-group:${prefix}*:*`),
      ),
    ],
  };
}
