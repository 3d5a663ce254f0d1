import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { EstateRoute } from "../../model/estate.ts";
import type { FoundApi } from "../apis/found-api.ts";
import { pathOfResource } from "../apis/path-of-resource.ts";
import { referenceOf } from "../apis/reference-of.ts";
import { samEvents, type SamEvent } from "../apis/sam-events.ts";
import { functionOf } from "../cloudformation/function-of.ts";
import { subPieces } from "../cloudformation/sub-pieces.ts";
import type { Template } from "../cloudformation/template.ts";
import { documentOf } from "./declared-document.ts";
import { integrationOf } from "./integration-of.ts";
import type { KnownValues } from "./known-values.ts";
import { openapiEstateRoutes } from "./openapi-routes.ts";

type Place = (id: string) => { file: string; line: number | null };
type Members = Readonly<Record<string, unknown>>;
const FUNCTIONS = new Set(["AWS::Lambda::Function", "AWS::Serverless::Function"]);

/** The routes of an API from everywhere that a template can declare them; undefined where they stand in a document that is not read. */
export function declaredRoutes(
  api: FoundApi,
  template: Template,
  known: KnownValues,
  place: Place,
): EstateRoute[] | undefined {
  const body = documentOf(api);
  if (body === undefined) return undefined;
  const nameOf = (uri: unknown): string | null => functionName(uri, template);
  const own = template.resources.has(api.id) ? place(api.id) : undefined;
  const defaults = samDefaults(api, known);
  const fromBody = openapiEstateRoutes(body, nameOf, () => own).map((route) => withDefaults(route, defaults));
  const routes = [
    ...fromBody,
    ...methods(api.id, template, known, place, nameOf),
    ...v2Routes(api.id, template, known, place, nameOf),
    ...samEvents(template)
      .filter((event) => event.api === api.id)
      .map((event) => eventRoute(event, api, defaults, known, place)),
    ...samWebSocketRoutes(api, known, nameOf, own),
  ];
  const cors =
    api.kind === "rest" && api.origin !== "cloudformation" ? samPreflights(api, routes, known) : [];
  return [...new Map([...routes, ...cors].map((route) => [route.key, route])).values()];
}

interface Defaults {
  /** What every route asks for where it says nothing itself; undefined: nothing. */
  readonly authorization: string | undefined;
  readonly apiKeyRequired: boolean;
}

/** SAM adds its default authorizer, and the need for a key, to every operation of a document that says nothing itself. */
function withDefaults(route: EstateRoute, { authorization, apiKeyRequired }: Defaults): EstateRoute {
  if (route.key.startsWith("OPTIONS ")) return route;
  const isOpen = route.authorization === "NONE" && authorization !== undefined;
  return {
    ...route,
    ...(isOpen ? { authorization } : {}),
    ...(apiKeyRequired ? { apiKeyRequired } : {}),
  };
}

function samDefaults({ origin, properties, kind }: FoundApi, known: KnownValues): Defaults {
  if (origin === "cloudformation") return { authorization: undefined, apiKeyRequired: false };
  const auth = recordOf(properties["Auth"]);
  const name = known.text(auth, "DefaultAuthorizer");
  return {
    authorization: typeof name === "string" ? samAuthorization(name, auth, kind) : undefined,
    apiKeyRequired: known.flag(auth, "ApiKeyRequired") === true,
  };
}

function samAuthorization(name: string, auth: Members, kind: FoundApi["kind"]): string {
  if (name === "NONE" || name === "AWS_IAM") return name;
  const own = recordOf(recordOf(auth["Authorizers"])[name]);
  if (own["UserPoolArn"] !== undefined) return "COGNITO_USER_POOLS";
  return kind === "http" && own["FunctionArn"] === undefined ? "JWT" : "CUSTOM";
}

function eventRoute(
  { owner, route, properties }: SamEvent,
  api: FoundApi,
  defaults: Defaults,
  known: KnownValues,
  place: Place,
): EstateRoute {
  const auth = recordOf(properties["Auth"]);
  const name = known.text(auth, "Authorizer");
  const isFunction = FUNCTIONS.has(owner.type);
  const model = recordOf(properties["RequestModel"]);
  const timeout = known.number(properties, "TimeoutInMillis");
  const validates = known.flag(model, "ValidateBody") === true;
  const authorization =
    typeof name === "string"
      ? samAuthorization(name, recordOf(api.properties["Auth"]), api.kind)
      : name === null
        ? (defaults.authorization ?? "NONE")
        : undefined;
  return {
    key: route,
    place: place(owner.id),
    ...(authorization === undefined ? {} : { authorization }),
    apiKeyRequired:
      auth["ApiKeyRequired"] === undefined
        ? defaults.apiKeyRequired
        : known.flag(auth, "ApiKeyRequired") !== false,
    validatorId: validates ? "sam-body" : null,
    hasModel: model["Model"] !== undefined,
    integration: {
      kind: isFunction ? "lambda-proxy" : "aws-service",
      target: isFunction ? owner.id : null,
      isVpcLink: false,
      timeoutMs: timeout ?? null,
    },
  };
}

/** SAM answers preflights of every path where the API has CORS settings. */
function samPreflights(
  { properties }: FoundApi,
  routes: readonly EstateRoute[],
  known: KnownValues,
): EstateRoute[] {
  const cors = properties["Cors"];
  if (cors === undefined) return [];
  const origin = known.value(
    isRecord(cors) && "AllowOrigin" in cors
      ? cors["AllowOrigin"]
      : isRecord(cors) && functionOf(cors) === null
        ? "'*'"
        : cors,
  );
  const credentials = isRecord(cors) ? known.value(cors["AllowCredentials"]) : null;
  const fixed = typeof origin === "string" ? /^'(.*)'$/.exec(origin)?.[1] : undefined;
  const paths = new Set(routes.flatMap(({ key }) => key.split(" ")[1] ?? []));
  return [...paths].map((path) => ({
    key: `OPTIONS ${path}`,
    authorization: "NONE",
    integration: { kind: "mock", target: null },
    fixedHeaders: {
      ...(fixed === undefined ? {} : { "access-control-allow-origin": fixed }),
      ...(credentials === true ? { "access-control-allow-credentials": "true" } : {}),
    },
  }));
}

/** AWS::ApiGateway::Method. */
function methods(
  api: string,
  template: Template,
  known: KnownValues,
  place: Place,
  nameOf: (uri: unknown) => string | null,
): EstateRoute[] {
  return [...template.resources.values()].flatMap(({ id, type, properties }) => {
    if (type !== "AWS::ApiGateway::Method" || referenceOf(properties["RestApiId"]) !== api) return [];
    const path = pathOfResource(properties["ResourceId"], template) ?? `/${id}`;
    const method = known.text(properties, "HttpMethod");
    if (typeof method !== "string") return [];
    const authorization = known.text(properties, "AuthorizationType");
    const validator = known.text(properties, "RequestValidatorId");
    const apiKeyRequired = known.flag(properties, "ApiKeyRequired");
    const integration = resolved(properties["Integration"], known);
    return [
      {
        key: `${method} ${path}`,
        place: place(id),
        ...(authorization === undefined ? {} : { authorization: authorization ?? "NONE" }),
        ...(apiKeyRequired === undefined ? {} : { apiKeyRequired }),
        validatorId: referenceOf(properties["RequestValidatorId"]) ?? validator ?? null,
        hasModel: Object.keys(recordOf(properties["RequestModels"])).length > 0,
        integration: integrationOf(integration, nameOf),
        fixedHeaders: Object.fromEntries(
          listOf(recordOf(properties["Integration"])["IntegrationResponses"]).flatMap((response) =>
            Object.entries(recordOf(recordOf(response)["ResponseParameters"])).flatMap(([name, value]) => {
              const header = /^method\.response\.header\.(.+)$/.exec(name)?.[1]?.toLowerCase();
              const fixed = typeof value === "string" ? /^'(.*)'$/.exec(value)?.[1] : undefined;
              return header === undefined || fixed === undefined ? [] : [[header, fixed] as const];
            }),
          ),
        ),
      },
    ];
  });
}

/** AWS::ApiGatewayV2::Route and the integration that it names. */
function v2Routes(
  api: string,
  template: Template,
  known: KnownValues,
  place: Place,
  nameOf: (uri: unknown) => string | null,
): EstateRoute[] {
  return [...template.resources.values()].flatMap(({ id, type, properties }) => {
    if (type !== "AWS::ApiGatewayV2::Route" || referenceOf(properties["ApiId"]) !== api) return [];
    const key = known.text(properties, "RouteKey");
    if (typeof key !== "string") return [];
    const authorization = known.text(properties, "AuthorizationType");
    const apiKeyRequired = known.flag(properties, "ApiKeyRequired");
    const target = integrationId(properties["Target"]);
    const found = target === null ? undefined : template.resources.get(target)?.properties;
    return [
      {
        key,
        place: place(id),
        ...(authorization === undefined ? {} : { authorization: authorization ?? "NONE" }),
        ...(apiKeyRequired === undefined ? {} : { apiKeyRequired }),
        ...(found === undefined ? {} : { integration: integrationOf(resolved(found, known), nameOf) }),
      },
    ];
  });
}

/** Literal members resolved, URIs as they are: they tell the function by their references. */
function resolved(integration: unknown, known: KnownValues): Members {
  const entries = Object.entries(recordOf(integration)).map(([name, value]): [string, unknown] => {
    const found = known.value(value);
    return [name, found === undefined || found === null ? value : found];
  });
  return Object.fromEntries(entries);
}

/** "integrations/${Id}" by Fn::Sub, or by Fn::Join. */
function integrationId(target: unknown): string | null {
  const text = JSON.stringify(target ?? null);
  return (
    /"integrations\/\$\{([A-Za-z0-9]+)\}"/.exec(text)?.[1] ??
    /\{"Ref":"([A-Za-z0-9]+)"\}/.exec(text)?.[1] ??
    null
  );
}

/** Routes of AWS::Serverless::WebSocketApi. */
function samWebSocketRoutes(
  { kind, origin, properties }: FoundApi,
  known: KnownValues,
  nameOf: (uri: unknown) => string | null,
  place: EstateRoute["place"],
): EstateRoute[] {
  if (kind !== "websocket" || origin === "cloudformation") return [];
  const auth = recordOf(properties["Auth"]);
  const type = known.text(auth, "AuthType");
  return Object.entries(recordOf(properties["Routes"])).map(([key, value]) => {
    const { FunctionArn: uri } = recordOf(value);
    const timeout = known.number(recordOf(value), "IntegrationTimeout");
    const asks = key === "$connect" && typeof type === "string" ? type : "NONE";
    return {
      key,
      place,
      authorization: asks,
      apiKeyRequired: known.flag(recordOf(value), "ApiKeyRequired") === true,
      integration: {
        kind: "lambda-proxy",
        target: nameOf(uri),
        isVpcLink: false,
        timeoutMs: timeout ?? null,
      },
    };
  });
}

/** The function that a URI names, however it is put together: a logical id, or the name in a literal ARN. */
function functionName(uri: unknown, { resources }: Template): string | null {
  for (const part of partsOf(uri)) {
    if (resources.has(part) && FUNCTIONS.has(resources.get(part)?.type ?? "")) return part;
    const literal = functionOfArn(part);
    if (literal !== null) return literal;
  }
  return null;
}

/** Literal pieces and logical ids. */
function partsOf(value: unknown): string[] {
  const id = referenceOf(value);
  if (id !== null) return [id];
  if (typeof value === "string") {
    return subPieces(value).map((piece) => ("text" in piece ? piece.text : (piece.name.split(".")[0] ?? "")));
  }
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return isRecord(value) ? Object.values(value).flatMap(partsOf) : [];
}
