import { changedIntegration } from "../changed-integration.ts";
import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { someOf } from "../stage-facts.ts";

export const undeployedChanges: Check = {
  id: "undeployed-changes",
  control: "REL-06",
  group: "reliability",
  severity: "low",
  title: "Changes that were made and never deployed",
  what: "The stage's export has the same routes as the API, and each calls the same: the kind of integration, its address and its timeout.",
  why: "A route that was added, removed or pointed elsewhere and not deployed is there for whoever looks at the API, and not for whoever calls it. The next deployment, for another reason, lets it out.",
  fix: "Deploy the API, or take the change back.",
  exempt: "Stages that are deployed by themselves (AutoDeploy); WebSocket APIs, which cannot be exported.",
  references: ['API Gateway Developer Guide, "Export a REST API" and "Export HTTP APIs"'],
  feature: "an export",
  needsAccount: true,
  judges: {
    stage: ({ api, stage }) => {
      if (stage.autoDeploy === true) return notApplicable("It is deployed by itself.");
      if (stage.exported === undefined || api.routes === undefined) return unknown("its export");
      const deployed = new Set(stage.exported.routes);
      const working = new Set(api.routes.map(({ key }) => key));
      const added = [...working].filter((key) => !deployed.has(key));
      const removed = [...deployed].filter((key) => !working.has(key));
      const changed = api.routes.flatMap(({ key, integration }) => {
        const deployedOne = stage.exported?.integrations?.[key];
        const change = integration && deployedOne ? changedIntegration(integration, deployedOne) : null;
        return change === null ? [] : [{ key, ...change }];
      });
      const evidence = [
        ...added.map((key) => ({ field: `export[${stage.name}].paths`, value: `no ${key}` })),
        ...removed.map((key) => ({
          field: `export[${stage.name}].paths`,
          value: `${key}, which the API has no more`,
        })),
        ...changed.map((one) => ({
          field: `export[${stage.name}].${one.key} ${one.member}`,
          value: `${one.deployed}, and ${one.working} in the API`,
        })),
      ];
      if (evidence.length === 0)
        return pass(
          stage.exported.integrations === undefined
            ? "Every route is deployed."
            : "Every route is deployed, and calls what it calls in the API.",
        );
      return fail(
        [
          ...(added.length === 0 ? [] : [`${someOf(added)} is not deployed.`]),
          ...(removed.length === 0 ? [] : [`${someOf(removed)} is deployed still.`]),
          ...(changed.length === 0
            ? []
            : [`What ${someOf(changed.map(({ key }) => key))} calls was changed and not deployed.`]),
        ].join(" "),
        evidence,
      );
    },
  },
  remedy: ({ kind, api, stage }) =>
    kind === "rest"
      ? remedy(
          `aws apigateway create-deployment --rest-api-id ${shellWord(api)} --stage-name ${shellWord(stage)}`,
          // CloudFormation deploys where the deployment's logical id is a new one.
          null,
          ["aws_api_gateway_deployment", { rest_api_id: api, triggers: { redeployment: "HASH" } }],
        )
      : remedy(
          `aws apigatewayv2 create-deployment --api-id ${shellWord(api)} --stage-name ${shellWord(stage)}`,
          ["AWS::ApiGatewayV2::Stage", { AutoDeploy: true }],
          ["aws_apigatewayv2_stage", { auto_deploy: true }],
        ),
};
