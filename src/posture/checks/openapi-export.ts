import type { EstateApi } from "../../model/estate.ts";
import type { OpenapiFacts } from "../../model/openapi-facts.ts";
import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown, type Judgement } from "../judgement.ts";
import { openapiFaults } from "../openapi-faults.ts";
import { remedy, shellWord } from "../remedy.ts";
import { businessRoutes } from "../stage-facts.ts";

export const openapiExport: Check = {
  id: "openapi-export",
  control: "DOC-03",
  group: "documentation",
  severity: "low",
  title: "An OpenAPI document that tells callers too little",
  what: "The document, which a template holds or a stage exports, names servers with TLS alone, defines the security schemes and scopes that it asks for, and has nobody handle or send passwords. Arrays without a limit and operations without a media type are advice.",
  why: "Generated clients and contract tests are as good as the document that they come from.",
  fix: "Define the authorizers in the API, not in front of it; correct what is named in the document that it is made of, and export again.",
  exempt: "WebSocket APIs, which cannot be exported; APIs of a template that are made of single resources.",
  references: [
    "checkov CKV_OPENAPI_1 to CKV_OPENAPI_3 and CKV_OPENAPI_6 to CKV_OPENAPI_21; 4 and 5 are method-authorization's and route-authorization's",
    "OpenAPI Specification, Security Scheme and Security Requirement objects",
  ],
  feature: "an export",
  judges: {
    api: ({ estate, api }) => {
      if (estate.origin !== "template") return notApplicable("The exports of its stages are looked at.");
      if (api.document === undefined) return unknown("its OpenAPI document");
      return api.document === null
        ? notApplicable("The template makes it of single resources.")
        : judged(api.document, api, "");
    },
    stage: ({ estate, api, stage }) => {
      if (estate.origin === "template") return notApplicable("No template can tell.");
      const { exported } = stage;
      return exported?.document === undefined
        ? unknown("its export")
        : judged(exported.document, api, `export[${stage.name}].`);
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

function judged(document: OpenapiFacts, api: EstateApi, where: string): Judgement {
  const asks =
    businessRoutes(api)?.some(({ authorization }) => authorization && authorization !== "NONE") ?? false;
  const faults = openapiFaults(document, asks);
  const [first] = faults;
  if (first === undefined) return pass("Its OpenAPI document says how to call it.");
  const isAdvice = faults.every((fault) => fault.isAdvice);
  return fail(
    faults.map(({ message }) => message).join(" "),
    faults
      .flatMap(({ evidence }) => evidence)
      .map(({ field, value }) => ({ field: `${where}${field}`, value })),
    isAdvice ? "info" : undefined,
  );
}
