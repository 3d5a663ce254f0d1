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
  DeleteMetricFilter: "logs:DeleteMetricFilter",
  PutMetricAlarm: "cloudwatch:PutMetricAlarm",
  PutCompositeAlarm: "cloudwatch:PutCompositeAlarm",
  TagResource: "cloudwatch:TagResource",
  DeleteAlarms: "cloudwatch:DeleteAlarms",
});

/** Beside the read-only policy, in a partition ("aws", "aws-cn"). */
export function deployPolicy(partition: string): PolicyDocument {
  const { DescribeMetricFilters, PutMetricFilter, DeleteMetricFilter } = DEPLOY_ACTIONS;
  const ofAlarms = Object.values(DEPLOY_ACTIONS).filter((action) => action.startsWith("cloudwatch:"));
  const statement = (Sid: string, Action: readonly string[], Resource: readonly string[]) =>
    ({ Sid, Effect: "Allow", Action, Resource }) as const;
  return {
    Version: "2012-10-17",
    Statement: [
      statement("DeployAlarms", ofAlarms, ["*"]),
      // Filters are looked for by what they make, in whichever log group.
      statement("ReadMetricFilters", [DescribeMetricFilters], ["*"]),
      statement(
        "DeployMetricFilters",
        [PutMetricFilter, DeleteMetricFilter],
        ACCESS_LOG_PREFIXES.map((prefix) => `arn:${partition}:logs:*:*:log-group:${prefix}*:*`),
      ),
    ],
  };
}
