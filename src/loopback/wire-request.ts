import { isQuery } from "./is-query.ts";
import { ServiceError } from "./service-error.ts";
import type { JsonObject, Operation, ServiceName } from "./operation.ts";
import { OPERATIONS } from "./registry.ts";
import { s3OperationOf } from "./s3/s3-operation.ts";

/**
 * How the SDK's clients put their questions, as captured from them (client-cloudwatch 3.1164, -cloudwatch-logs,
 * -xray, -apigatewayv2 and -sts 3.1169, -api-gateway 3.1142):
 *
 *   CloudWatch    POST /  application/x-amz-json-1.0  x-amz-target: GraniteServiceVersion20100801.<Operation>,
 *                 x-amzn-query-mode: true (errors then carry the old query code in x-amzn-query-error);
 *                 times as epoch seconds with a fraction; a 29 kB GetMetricData was not compressed
 *   Logs          POST /  application/x-amz-json-1.1  x-amz-target: Logs_20140328.<Operation>
 *   X-Ray         POST /TraceSummaries, /Traces  application/json
 *   API Gateway   GET /restapis..., accept: application/json; version 2 GET /v2/apis... without an accept header
 *   Lambda        GET /2015-03-31/functions/NAME/configuration (client-lambda 3.1164)
 *   STS           POST /  application/x-www-form-urlencoded  Action=...&Version=2011-06-15; XML back
 *   SNS           as STS, with Version=2010-03-31 (client-sns 3.1169)
 *   Athena        POST /  application/x-amz-json-1.1  x-amz-target: AmazonAthena.<Operation> (client-athena 3.1164)
 *   EventBridge   POST /  application/x-amz-json-1.1  x-amz-target: AWSEvents.<Operation> (client-eventbridge 3.1169)
 *   CloudTrail    POST /  application/x-amz-json-1.1  x-amz-target: CloudTrail_20131101.<Operation> (client-cloudtrail 3.1137)
 *   S3            GET /bucket?list-type=2..., GET /bucket/key, PUT /bucket/key; XML and bytes back (client-s3 3.1169)
 *
 * Region and signing name stand in the credential scope of the Authorization header; the signature itself is
 * not checked. Bodies with content-encoding gzip are read as well, since other AWS clients compress.
 */
export interface WireRequest {
  readonly method: string;
  /** Without the query string; percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The body as it came, for what is no text; left out: none. */
  readonly bytes?: Uint8Array;
}

/** Who asks for what. The service is known even where the operation is not, since it decides how errors look. */
export interface Addressed {
  readonly service: ServiceName;
  /** Undefined where the request carries no credential scope. */
  readonly region: string | undefined;
  readonly accessKeyId: string | undefined;
  /** What the caller calls it, whether it is served or not; null where it cannot be told. */
  readonly operationName: string | null;
  readonly operation: Operation | undefined;
  /** Path parameters, filled in. */
  readonly pathInput: JsonObject;
}

const SERVICES: Readonly<Record<string, ServiceName>> = {
  monitoring: "cloudwatch",
  logs: "logs",
  xray: "xray",
  apigateway: "apigateway",
  sts: "sts",
  s3: "s3",
  athena: "athena",
  sns: "sns",
  events: "events",
  lambda: "lambda",
  cloudtrail: "cloudtrail",
};

export function addressOf(request: WireRequest): Addressed {
  const target = /^(\w+)\.(\w+)$/.exec(header(request, "x-amz-target") ?? "");
  const scope = /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/.exec(
    header(request, "authorization") ?? "",
  );
  const service = SERVICES[scope?.[3] ?? ""] ?? guessService(request, target?.[1]);
  const caller = { service, accessKeyId: scope?.[1], region: scope?.[2] };
  if (service === "xray" || service === "apigateway" || service === "lambda") {
    for (const operation of OPERATIONS) {
      const pathInput = operation.service === service ? matchRoute(operation, request) : undefined;
      if (pathInput) return { ...caller, operationName: operation.name, operation, pathInput };
    }
    return { ...caller, operationName: null, operation: undefined, pathInput: {} };
  }
  if (service === "s3") {
    return { ...caller, operationName: s3OperationOf(request), operation: undefined, pathInput: {} };
  }
  const isRpc = request.method === "POST" && request.path === "/";
  const operationName =
    (isQuery(service) ? new URLSearchParams(request.body).get("Action") : target?.[2]) ?? null;
  const operation = isRpc
    ? OPERATIONS.find((candidate) => candidate.service === service && candidate.name === operationName)
    : undefined;
  return { ...caller, operationName, operation, pathInput: {} };
}

/**
 * The input of an operation.
 *
 * Errors: SerializationException where the body is no JSON object.
 */
export function inputOf(request: WireRequest, { service, pathInput }: Addressed): JsonObject {
  if (isQuery(service)) return Object.fromEntries(new URLSearchParams(request.body));
  const fromQuery: Record<string, unknown> = {};
  for (const name of new Set(request.query.keys())) {
    const values = request.query.getAll(name);
    fromQuery[name] = values.length > 1 ? values : values[0];
  }
  return { ...(request.method === "POST" ? parseBody(request.body) : {}), ...fromQuery, ...pathInput };
}

function parseBody(body: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body === "" ? "{}" : body);
  } catch {
    throw new ServiceError("SerializationException", "The body is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new ServiceError("SerializationException", "The body is not a JSON object");
  }
  // A member that is null counts as one that was not sent.
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== null));
}

export function header({ headers }: WireRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** For requests without credentials, whose error must still have the right form. */
function guessService({ path }: WireRequest, targetPrefix: string | undefined): ServiceName {
  if (targetPrefix?.startsWith("Granite")) return "cloudwatch";
  if (targetPrefix?.startsWith("Logs")) return "logs";
  if (targetPrefix === "AmazonAthena") return "athena";
  if (targetPrefix === "AWSEvents") return "events";
  if (targetPrefix?.startsWith("CloudTrail")) return "cloudtrail";
  if (path === "/TraceSummaries" || path === "/Traces") return "xray";
  return path === "/" ? "sts" : "apigateway";
}

function matchRoute({ route }: Operation, { method, path }: WireRequest): JsonObject | undefined {
  const template = route?.path.split("/") ?? [];
  const parts = path.replace(/(?<=.)\/$/, "").split("/");
  if (route?.method !== method || template.length !== parts.length) return undefined;
  const input: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const part = parts[index] ?? "";
    if (expected.startsWith("{")) input[expected.slice(1, -1)] = decode(part);
    else if (expected !== part) return undefined;
  }
  return input;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
