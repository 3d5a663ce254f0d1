import type { EmitOptions } from "../../../model/emit.ts";
import { dashboardText } from "../dashboard/dashboard-text.ts";
import type { Template } from "./template.ts";

const ARN_PREFIX = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:";

export function dashboardResource(
  dashboard: NonNullable<EmitOptions["dashboard"]>,
): Template["resources"][number] {
  const text = dashboardText(dashboard.body, (_, name) => ARN_PREFIX + name, 0);
  return {
    id: "Dashboard",
    comment: "",
    resource: {
      Type: "AWS::CloudWatch::Dashboard",
      Properties: {
        DashboardName: dashboard.name,
        // Without alarms there is nothing to fill in.
        DashboardBody: text.includes(ARN_PREFIX) ? { "Fn::Sub": text } : text,
      },
    },
  };
}
