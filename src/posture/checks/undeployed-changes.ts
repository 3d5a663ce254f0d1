import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { someOf } from "../stage-facts.ts";

export const undeployedChanges: Check = {
  id: "undeployed-changes",
  control: "REL-06",
  group: "reliability",
  severity: "low",
  title: "Routes that were made and never deployed",
  what: "The stage's export has the same routes as the API.",
  why: "A route that was added or removed and not deployed is there for whoever looks at the API, and not for whoever calls it. The next deployment, for another reason, lets it out.",
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
      const evidence = [
        ...added.map((key) => ({ field: `export[${stage.name}].paths`, value: `no ${key}` })),
        ...removed.map((key) => ({
          field: `export[${stage.name}].paths`,
          value: `${key}, which the API has no more`,
        })),
      ];
      if (evidence.length === 0) return pass("Every route is deployed.");
      return fail(
        [
          ...(added.length === 0 ? [] : [`${someOf(added)} is not deployed.`]),
          ...(removed.length === 0 ? [] : [`${someOf(removed)} is deployed still.`]),
        ].join(" "),
        evidence,
      );
    },
  },
  remedy: ({ kind, api, stage }) =>
    remedy(
      kind === "rest"
        ? `aws apigateway create-deployment --rest-api-id ${shellWord(api)} --stage-name ${shellWord(stage)}`
        : `aws apigatewayv2 create-deployment --api-id ${shellWord(api)} --stage-name ${shellWord(stage)}`,
      null,
      null,
    ),
};
