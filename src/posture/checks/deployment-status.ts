import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";

export const deploymentStatus: Check = {
  id: "deployment-status",
  control: "REL-05",
  group: "reliability",
  severity: "medium",
  title: "A deployment that failed",
  what: "The last deployment of the stage did not fail.",
  why: "What was changed since is not served, and nothing else says so.",
  fix: "Read the message, mend what it names, and deploy again.",
  exempt: "REST APIs, whose deployments have no status.",
  references: ["API Gateway V2 API Reference: LastDeploymentStatusMessage, DeploymentStatus"],
  feature: "a deployment status",
  needsAccount: true,
  judges: {
    stage: ({ stage }) => {
      const { lastDeploymentMessage: message, deploymentStatus: status } = stage;
      const isFailed =
        status === "FAILED" ||
        (message !== undefined &&
          message !== null &&
          /\bfail|error/i.test(message) &&
          !/^success/i.test(message));
      const evidence = [
        { field: `Stages[${stage.name}].LastDeploymentStatusMessage`, value: message ?? "not set" },
        ...(status ? [{ field: "Deployments.DeploymentStatus", value: status }] : []),
      ];
      if (isFailed) return fail("Its last deployment failed.", evidence);
      return message === undefined || status === undefined
        ? unknown("how its last deployment ended")
        : pass("Its last deployment did not fail.", evidence);
    },
  },
  remedy: ({ api, stage }) =>
    remedy(
      `aws apigatewayv2 create-deployment --api-id ${shellWord(api)} --stage-name ${shellWord(stage)}`,
      null,
      null,
    ),
};
