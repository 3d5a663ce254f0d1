import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { patchStage, remedy } from "../remedy.ts";
import { stageField } from "../stage-facts.ts";

export const tracing: Check = {
  id: "tracing",
  control: "OBS-11",
  group: "observability",
  severity: "low",
  title: "A stage without X-Ray tracing",
  what: "X-Ray tracing is active on the stage.",
  why: "A trace begins at the gateway: without it nobody sees how much of a slow answer was the gateway's, the function's or something behind the function.",
  fix: "Switch it on; by default one request a second and 5 % of the rest are traced.",
  exempt: "HTTP and WebSocket APIs, which cannot be traced.",
  references: [
    "Security Hub APIGateway.3",
    "AWS Config api-gw-xray-enabled",
    "checkov CKV_AWS_73",
    "prowler apigateway_restapi_tracing_enabled",
    "cdk-nag Serverless-APIGWXrayEnabled",
    "cdk-nag APIGWXrayEnabled (HIPAA.Security)",
    "serverless-rules WS2002",
  ],
  feature: "X-Ray tracing of a stage",
  judges: {
    stage: (scene) => {
      const { tracing: isOn } = scene.stage;
      const evidence = [{ field: stageField(scene, "tracingEnabled"), value: String(isOn) }];
      if (isOn === undefined) return unknown("whether it is traced");
      return isOn ? pass("It is traced.", evidence) : fail("Its requests are not traced.", evidence);
    },
  },
  remedy: (names) =>
    remedy(
      patchStage(names, { "/tracingEnabled": "true" }),
      ["AWS::ApiGateway::Stage", { TracingEnabled: true }],
      ["aws_api_gateway_stage", { xray_tracing_enabled: true }],
    ),
};
