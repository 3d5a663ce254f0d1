import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { remedy, shellWord } from "../remedy.ts";
import { businessRoutes } from "../stage-facts.ts";

export const openapiExport: Check = {
  id: "openapi-export",
  control: "DOC-03",
  group: "documentation",
  severity: "low",
  title: "An OpenAPI document that tells callers too little",
  what: "The stage can be exported as OpenAPI, its servers are https, and where routes ask who calls the document says how (securitySchemes).",
  why: "Generated clients and contract tests are as good as the document that they come from.",
  fix: "Define the authorizers in the API, not in front of it, and export again.",
  exempt: "WebSocket APIs, which cannot be exported.",
  references: ["checkov CKV_OPENAPI_1 to CKV_OPENAPI_21 (security definitions, https)"],
  feature: "an export",
  needsAccount: true,
  judges: {
    stage: ({ api, stage }) => {
      if (stage.exported === undefined) return unknown("its export");
      const { servers, securitySchemes } = stage.exported;
      const plain = servers.filter((url) => /^http:/i.test(url));
      const asks =
        businessRoutes(api)?.some(({ authorization }) => authorization && authorization !== "NONE") ?? false;
      const evidence = [
        ...plain.map((value) => ({ field: `export[${stage.name}].servers`, value })),
        ...(asks && securitySchemes.length === 0
          ? [{ field: `export[${stage.name}].components.securitySchemes`, value: "none" }]
          : []),
      ];
      if (evidence.length === 0) return pass("Its OpenAPI document says how to call it.");
      return fail(
        plain.length > 0
          ? "Its OpenAPI document names servers without TLS."
          : "Its OpenAPI document does not say how callers prove who they are.",
        evidence,
      );
    },
  },
  remedy: ({ kind, api, stage }) =>
    remedy(
      kind === "rest"
        ? `aws apigateway get-export --rest-api-id ${shellWord(api)} --stage-name ${shellWord(stage)} --export-type oas30 openapi.json`
        : `aws apigatewayv2 export-api --api-id ${shellWord(api)} --stage-name ${shellWord(stage)} --specification OAS30 --output-type JSON openapi.json`,
      null,
      null,
    ),
};
