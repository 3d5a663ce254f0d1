import type { AuditRemedy } from "../../model/audit-result.ts";
import type { Check, RemedyNames } from "../check.ts";
import { fail, notApplicable, pass, unknown, type Judgement } from "../judgement.ts";
import {
  apiGatewayArn,
  patchRestApi,
  patchStage,
  remedy,
  shellWord,
  updateV2Api,
  updateV2Stage,
} from "../remedy.ts";

export const descriptionTags: Check = {
  id: "description-tags",
  control: "DOC-01",
  group: "documentation",
  severity: "low",
  title: "An API that says neither what it is nor whose",
  what: "APIs and stages have a description and tags.",
  why: "At three in the morning a name does not say who to call, and a bill does not say who pays.",
  fix: "Give each a sentence, and a tag with its owner.",
  exempt: "The stage $default of HTTP APIs, which is deployed by itself.",
  references: [
    "AWS Config api-gw-rest-api-tagged",
    "AWS Config api-gw-stage-tagged",
    "AWS Config apigateway-stage-description",
    "AWS Config apigatewayv2-stage-description",
  ],
  feature: "every flavour",
  judges: {
    api: ({ api }) => judge(api.description, api.tags),
    stage: ({ api, stage }) =>
      api.kind === "http" && stage.name === "$default"
        ? notApplicable("It is the default stage of an HTTP API.")
        : judge(stage.description, stage.tags),
  },
  remedy: (names) => (names.kind === "rest" ? ofRest(names) : ofV2(names)),
};

function judge(
  description: string | null | undefined,
  tags: Readonly<Record<string, string>> | undefined,
): Judgement {
  const isDescribed = description === undefined ? null : (description ?? "").trim() !== "";
  // Tags that AWS sets (a stack's name) are nobody's word.
  const isTagged = tags === undefined ? null : Object.keys(tags).some((name) => !name.startsWith("aws:"));
  const missing = [
    ...(isDescribed === false ? ["description"] : []),
    ...(isTagged === false ? ["tags"] : []),
  ];
  if (missing.length > 0) {
    return fail(
      `It has no ${missing.join(" and no ")}.`,
      missing.map((field) => ({ field, value: "not set" })),
    );
  }
  return isDescribed === null || isTagged === null
    ? unknown("its description and tags")
    : pass("It has a description and tags.");
}

const TAGS = { owner: "TEAM" };

function ofRest(names: RemedyNames): AuditRemedy {
  const isStage = names.subject === "stage";
  const path = `/restapis/${names.api}${isStage ? `/stages/${names.stage}` : ""}`;
  const properties = { Description: "TEXT", Tags: [{ Key: "owner", Value: "TEAM" }] };
  const argumentsOf = { description: "TEXT", tags: TAGS };
  return remedy(
    [
      (isStage ? patchStage : patchRestApi)(names, { "/description": "TEXT" }),
      `aws apigateway tag-resource --resource-arn ${shellWord(apiGatewayArn(names, path))} --tags owner=TEAM`,
    ],
    [isStage ? "AWS::ApiGateway::Stage" : "AWS::ApiGateway::RestApi", properties],
    [isStage ? "aws_api_gateway_stage" : "aws_api_gateway_rest_api", argumentsOf],
  );
}

function ofV2(names: RemedyNames): AuditRemedy {
  const isStage = names.subject === "stage";
  const path = `/apis/${names.api}${isStage ? `/stages/${names.stage}` : ""}`;
  return remedy(
    [
      (isStage ? updateV2Stage : updateV2Api)(names, "--description TEXT"),
      `aws apigatewayv2 tag-resource --resource-arn ${shellWord(apiGatewayArn(names, path))} --tags owner=TEAM`,
    ],
    [isStage ? "AWS::ApiGatewayV2::Stage" : "AWS::ApiGatewayV2::Api", { Description: "TEXT", Tags: TAGS }],
    [isStage ? "aws_apigatewayv2_stage" : "aws_apigatewayv2_api", { description: "TEXT", tags: TAGS }],
  );
}
