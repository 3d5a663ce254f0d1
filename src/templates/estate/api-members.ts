import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { EstateApi } from "../../model/estate.ts";
import type { FoundApi } from "../apis/found-api.ts";
import { referenceOf } from "../apis/reference-of.ts";
import { functionOf } from "../cloudformation/function-of.ts";
import type { Template } from "../cloudformation/template.ts";
import type { KnownValues } from "./known-values.ts";
import { documentOf } from "./declared-document.ts";
import { openapiAuthorizers } from "./openapi-authorizers.ts";
import { gatewayResponses } from "./openapi-estate.ts";
import { openapiValidators } from "./openapi-routes.ts";
import { samResourcePolicy } from "./sam-resource-policy.ts";

type Members = Readonly<Record<string, unknown>>;

/** What a template says of an API itself, but for its routes and stages. */
export function apiMembers(
  api: FoundApi,
  template: Template,
  known: KnownValues,
): Omit<EstateApi, "kind" | "id" | "stages" | "routes" | "place"> {
  const { id, kind, origin, properties } = api;
  const name = known.text(properties, "Name");
  const description = known.text(properties, "Description");
  const tags = known.texts(properties, "Tags");
  const isOff = known.flag(properties, "DisableExecuteApiEndpoint");
  const authorizers = authorizersOf(api, template, known);
  return {
    ...(name === undefined || name === null ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(tags === undefined ? {} : { tags }),
    ...(isOff === undefined ? {} : { isDefaultEndpointOff: isOff }),
    ...(authorizers === undefined ? {} : { authorizers }),
    ...(kind === "http" ? httpMembers(properties, known) : {}),
    ...(kind === "rest" ? restMembers(id, origin, properties, template, known) : {}),
  };
}

function httpMembers(properties: Members, known: KnownValues): Partial<EstateApi> {
  const cors = known.members(properties, "CorsConfiguration");
  if (properties["CorsConfiguration"] === true) return { cors: { origins: ["*"], allowCredentials: false } };
  const body = recordOf(properties["Body"] ?? properties["DefinitionBody"])["x-amazon-apigateway-cors"];
  if (cors === null && body === undefined) return { cors: null };
  const own = cors ?? recordOf(body);
  const origins = known.value(own["AllowOrigins"] ?? own["allowOrigins"]);
  const credentials = known.value(own["AllowCredentials"] ?? own["allowCredentials"]);
  if (cors === undefined || !Array.isArray(origins ?? [])) return {};
  return {
    cors: {
      origins: listOf(origins).filter((origin): origin is string => typeof origin === "string"),
      allowCredentials: credentials === true || credentials === "true",
    },
  };
}

function restMembers(
  id: string,
  origin: FoundApi["origin"],
  properties: Members,
  template: Template,
  known: KnownValues,
): Partial<EstateApi> {
  const endpointType = endpointOf(properties, origin, known);
  const policy = policyOf(properties, origin, known);
  const compression = known.number(properties, "MinimumCompressionSize");
  const securityPolicy = known.text(properties, "SecurityPolicy");
  const mode = known.text(properties, "EndpointAccessMode");
  const body = properties["Body"] ?? properties["DefinitionBody"];
  const isElsewhere = ["BodyS3Location", "DefinitionUri"].some((name) => properties[name] !== undefined);
  const own = [...template.resources.values()].filter(
    ({ properties: inner }) => referenceOf(inner["RestApiId"]) === id,
  );
  const validators = own
    .filter(({ type }) => type === "AWS::ApiGateway::RequestValidator")
    .map((one) => ({
      id: one.id,
      body: known.flag(one.properties, "ValidateRequestBody") === true,
      parameters: known.flag(one.properties, "ValidateRequestParameters") === true,
    }));
  const responses = own
    .filter(({ type }) => type === "AWS::ApiGateway::GatewayResponse")
    .map((one) => ({
      type: known.text(one.properties, "ResponseType") ?? "",
      headers: Object.keys(recordOf(one.properties["ResponseParameters"])).flatMap(
        (name) => /^gatewayresponse\.header\.(.+)$/.exec(name)?.[1]?.toLowerCase() ?? [],
      ),
    }));
  // SAM's own form: Headers by name.
  const sam = Object.entries(recordOf(properties["GatewayResponses"])).map(([type, response]) => ({
    type,
    headers: Object.keys(recordOf(recordOf(recordOf(response)["ResponseParameters"])["Headers"])).map(
      (name) => name.toLowerCase(),
    ),
  }));
  return {
    ...(endpointType === undefined ? {} : { endpointType }),
    ...(policy === undefined ? {} : { policy }),
    ...(compression === undefined ? {} : { minimumCompressionBytes: compression }),
    ...(securityPolicy === undefined ? {} : { securityPolicy }),
    ...(mode === undefined ? {} : { endpointAccessMode: mode }),
    ...(isElsewhere
      ? {}
      : {
          validators: [...validators, ...openapiValidators(body), ...SAM_VALIDATORS],
          gatewayResponses: [...responses, ...gatewayResponses(body), ...sam],
        }),
  };
}

/** SAM makes a validator of an event's RequestModel; see declared-routes. */
const SAM_VALIDATORS = [
  { id: "sam-body", body: true, parameters: false },
  { id: "sam-parameters", body: false, parameters: true },
];

/** SAM takes a text, or an object with Type; CloudFormation a list of Types. Without any it is EDGE. */
function endpointOf(
  properties: Members,
  origin: FoundApi["origin"],
  known: KnownValues,
): string | null | undefined {
  const whole = properties["EndpointConfiguration"];
  if (whole === undefined) return "EDGE";
  const configuration = isRecord(whole) ? whole : {};
  const found = known.value(
    origin === "cloudformation" ? listOf(configuration["Types"])[0] : (configuration["Type"] ?? whole),
  );
  return typeof found === "string" ? found : undefined;
}

function policyOf(
  properties: Members,
  origin: FoundApi["origin"],
  known: KnownValues,
): string | null | undefined {
  if (origin === "cloudformation") {
    const { Policy: policy } = properties;
    const inBody = recordOf(properties["Body"])["x-amazon-apigateway-policy"];
    const found = known.value(policy ?? inBody);
    if (found === null) return null;
    return found === undefined
      ? partlyKnown(policy ?? inBody)
      : typeof found === "string"
        ? found
        : JSON.stringify(found);
  }
  const resourcePolicy = recordOf(properties["Auth"])["ResourcePolicy"];
  if (resourcePolicy === undefined) return null;
  return partlyKnown({ Statement: samResourcePolicy(resourcePolicy) });
}

/** Who may call is mostly written out, even where the resource is put together. */
function partlyKnown(policy: unknown): string | undefined {
  const called = functionOf(policy);
  if (called?.name === "Fn::Sub" && typeof called.argument === "string") return called.argument;
  return isRecord(policy) && "Statement" in policy ? JSON.stringify(policy) : undefined;
}

/** Undefined: they may stand in a document that is somewhere else. */
function authorizersOf(
  api: FoundApi,
  template: Template,
  known: KnownValues,
): EstateApi["authorizers"] | undefined {
  const { id, kind, properties } = api;
  const document = documentOf(api);
  const usualTtl = kind === "rest" ? 300 : 0;
  const type = kind === "rest" ? "AWS::ApiGateway::Authorizer" : "AWS::ApiGatewayV2::Authorizer";
  const idProperty = kind === "rest" ? "RestApiId" : "ApiId";
  const declared = [...template.resources.values()]
    .filter((one) => one.type === type && referenceOf(one.properties[idProperty]) === id)
    .map((one) => ({
      id: one.id,
      name: known.text(one.properties, "Name") ?? one.id,
      type: known.text(one.properties, kind === "rest" ? "Type" : "AuthorizerType") ?? null,
      identitySources: sourcesOf(one.properties["IdentitySource"]),
      ...ttl(known.number(one.properties, "AuthorizerResultTtlInSeconds"), usualTtl),
    }));
  const sam = Object.entries(recordOf(recordOf(properties["Auth"])["Authorizers"])).map(
    ([name, authorizer]) => {
      const own = recordOf(authorizer);
      const identity = recordOf(own["Identity"]);
      const {
        Headers: headers,
        QueryStrings: queries,
        StageVariables: variables,
        Context: context,
        Header: header,
      } = identity;
      const isRequest = own["FunctionPayloadType"] === "REQUEST" || kind === "http";
      const isJwt = own["JwtConfiguration"] !== undefined || own["IdentitySource"] !== undefined;
      const parts = [headers, queries, variables, context].flatMap((list) => listOf(list).map(String));
      return {
        id: name,
        name,
        type: isJwt
          ? "JWT"
          : own["UserPoolArn"] !== undefined
            ? "COGNITO_USER_POOLS"
            : isRequest
              ? "REQUEST"
              : "TOKEN",
        identitySources: parts.length > 0 ? parts : [typeof header === "string" ? header : "Authorization"],
        ...ttl(known.number(identity, "ReauthorizeEvery"), usualTtl),
      };
    },
  );
  const found = [...declared, ...sam, ...openapiAuthorizers(document, usualTtl)];
  return found.length === 0 && document === undefined ? undefined : found;
}

function ttl(seconds: number | null | undefined, usual: number): { ttlSeconds?: number } {
  return seconds === undefined ? {} : { ttlSeconds: seconds ?? usual };
}

function sourcesOf(source: unknown): string[] {
  return [source]
    .flat()
    .flatMap((one) => (typeof one === "string" ? one.split(",").filter((part) => part.trim() !== "") : []));
}
