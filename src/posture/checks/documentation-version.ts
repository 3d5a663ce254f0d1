import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { stageField } from "../stage-facts.ts";

export const documentationVersion: Check = {
  id: "documentation-version",
  control: "DOC-02",
  group: "documentation",
  severity: "info",
  title: "A stage without documentation",
  what: "The stage names a version of the API's documentation.",
  why: "Its export tells callers what a field means only where a version is published to the stage.",
  fix: "Publish a documentation version, and name it on the stage; or document the API elsewhere and snooze this.",
  exempt: "HTTP and WebSocket APIs, which have no documentation parts.",
  references: ['API Gateway Developer Guide, "Documenting REST APIs"'],
  feature: "documentation versions",
  judges: {
    stage: (scene) => {
      const { documentationVersion: version } = scene.stage;
      if (version === undefined) return unknown("its documentation version");
      const evidence = [{ field: stageField(scene, "documentationVersion"), value: version ?? "not set" }];
      return version
        ? pass("Its documentation is published.", evidence)
        : fail("No documentation is published with it.", evidence);
    },
  },
  remedy: ({ api, stage }) =>
    remedy(
      `aws apigateway create-documentation-version --rest-api-id ${shellWord(api)} --documentation-version VERSION --stage-name ${shellWord(stage)}`,
      [
        ["AWS::ApiGateway::DocumentationVersion", { RestApiId: api, DocumentationVersion: "VERSION" }],
        ["AWS::ApiGateway::Stage", { DocumentationVersion: "VERSION" }],
      ],
      [
        ["aws_api_gateway_documentation_version", { rest_api_id: api, version: "VERSION" }],
        ["aws_api_gateway_stage", { documentation_version: "VERSION" }],
      ],
    ),
};
