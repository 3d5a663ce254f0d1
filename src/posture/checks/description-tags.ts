import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown, type Judgement } from "../judgement.ts";
import { patchRestApi, remedy, shellWord, updateV2Api } from "../remedy.ts";

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
  remedy: (names) =>
    names.kind === "rest"
      ? remedy(
          [
            patchRestApi(names, "/description", "TEXT"),
            `aws apigateway tag-resource --resource-arn ${shellWord(`arn:aws:apigateway:${names.region}::/restapis/${names.api}`)} --tags owner=TEAM`,
          ],
          ["AWS::ApiGateway::RestApi", { Description: "TEXT", Tags: [{ Key: "owner", Value: "TEAM" }] }],
          ["aws_api_gateway_rest_api", { description: "TEXT", tags: { owner: "TEAM" } }],
        )
      : remedy(
          [
            updateV2Api(names, "--description TEXT"),
            `aws apigatewayv2 tag-resource --resource-arn ${shellWord(`arn:aws:apigateway:${names.region}::/apis/${names.api}`)} --tags owner=TEAM`,
          ],
          ["AWS::ApiGatewayV2::Api", { Description: "TEXT", Tags: { owner: "TEAM" } }],
          ["aws_apigatewayv2_api", { description: "TEXT", tags: { owner: "TEAM" } }],
        ),
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
