import type { EmitOptions } from "../../../model/emit.ts";
import { dashboardText } from "../dashboard/dashboard-text.ts";
import type { Template } from "./template.ts";

const ARN_PREFIX = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:";

export function dashboardResource(
  dashboard: NonNullable<EmitOptions["dashboard"]>,
): Template["resources"][number] {
  return {
    id: "Dashboard",
    comment: "",
    resource: {
      Type: "AWS::CloudWatch::Dashboard",
      Properties: {
        DashboardName: dashboard.name,
        DashboardBody: { "Fn::Sub": dashboardText(dashboard.body, (_, name) => ARN_PREFIX + name, 0) },
      },
    },
  };
}
