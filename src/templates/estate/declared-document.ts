import { recordOf } from "../../core/is-record.ts";
import type { EstateApi } from "../../model/estate.ts";
import type { OpenapiFacts } from "../../model/openapi-facts.ts";
import type { FoundApi } from "../apis/found-api.ts";
import { functionOf } from "../cloudformation/function-of.ts";
import { openapiFacts } from "./openapi-facts.ts";

/** The OpenAPI document that stands in a template's API; null where there is none, undefined where it stands somewhere else. */
export function documentOf({ properties }: FoundApi): unknown {
  const body = properties["Body"] ?? properties["DefinitionBody"];
  const isElsewhere =
    ["BodyS3Location", "DefinitionUri"].some((name) => properties[name] !== undefined) ||
    (body !== undefined && (functionOf(body) !== null || "Fn::Transform" in recordOf(body)));
  return isElsewhere ? undefined : (body ?? null);
}

/** What it tells its callers. SAM writes the schemes of its authorizers into it, so they are taken for written. */
export function declaredDocument(api: FoundApi): EstateApi["document"] {
  const document = documentOf(api);
  if (document === undefined || document === null) return document;
  const facts = openapiFacts(document);
  if (api.origin === "cloudformation") return facts;
  const names = Object.keys(recordOf(recordOf(api.properties["Auth"])["Authorizers"]));
  const made = names.length === 0 ? [] : [...names, ...SAM_SCHEMES].map(madeScheme);
  return { ...facts, schemes: [...facts.schemes, ...made] };
}

/** Those that SAM itself defines. Source: SAM specification, ApiAuth (AWS_IAM, ApiKeyRequired). */
const SAM_SCHEMES = ["AWS_IAM", "api_key"];

function madeScheme(name: string): OpenapiFacts["schemes"][number] {
  return { name, type: "apiKey", isBasic: false, isAuthorizer: true, flows: [], scopes: [] };
}
