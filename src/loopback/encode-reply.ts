import { escapeXml } from "./escape-xml.ts";
import { isQuery } from "./is-query.ts";
import type { Operation, JsonObject, ServiceName } from "./operation.ts";
import type { ServiceError } from "./service-error.ts";

/** A response before it is written. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const CONTENT_TYPE: Readonly<Record<ServiceName, string>> = {
  cloudwatch: "application/x-amz-json-1.0",
  logs: "application/x-amz-json-1.1",
  xray: "application/json",
  apigateway: "application/json",
  sts: "text/xml",
  s3: "application/xml",
  athena: "application/x-amz-json-1.1",
  sns: "text/xml",
  events: "application/x-amz-json-1.1",
  lambda: "application/json",
  cloudtrail: "application/x-amz-json-1.1",
};

/**
 * An answer in its service's protocol.
 *
 * @param accept the caller's Accept header: without JSON in it, API Gateway's version 1 answers in HAL.
 */
export function encodeAnswer(
  { service, name, route }: Operation,
  answer: JsonObject,
  accept: string | undefined,
  requestId: string,
): Reply {
  const isHal =
    service === "apigateway" && !route?.path.startsWith("/v2/") && accept?.includes("json") !== true;
  if (isHal) {
    return { status: 200, headers: headersOf("application/hal+json", requestId), body: toHal(answer) };
  }
  return {
    status: 200,
    headers: headersOf(CONTENT_TYPE[service], requestId),
    body: isQuery(service) ? toXml(XML_NAMESPACES[service], name, answer, requestId) : JSON.stringify(answer),
  };
}

/**
 * The codes that CloudWatch had under the query protocol, where they differ from the shape's name. They are
 * what SDKs show as the error's code.
 *
 * Source: service model (botocore 1.43.11), awsQueryError traits, and errors recorded from AWS.
 */
const QUERY_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  ExpiredTokenException: "ExpiredToken",
  InternalServiceFault: "InternalServiceError",
  InvalidParameterCombinationException: "InvalidParameterCombination",
  InvalidParameterValueException: "InvalidParameterValue",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  MissingRequiredParameterException: "MissingParameter",
  ThrottlingException: "Throttling",
  ValidationException: "ValidationError",
};

/** Errors that AWS's shared front end answers rather than CloudWatch itself; they have another namespace. */
const SHARED: Readonly<Record<string, string>> = {
  AccessDeniedException: "com.amazon.coral.service",
  ExpiredTokenException: "com.amazon.coral.service",
  MissingAuthenticationTokenException: "com.amazon.coral.service",
  SerializationException: "com.amazon.coral.service",
  ThrottlingException: "com.amazon.coral.availability",
  UnknownOperationException: "com.amazon.coral.service",
  ValidationException: "com.amazon.coral.validate",
};

/** @param isQueryMode whether a CloudWatch caller asked for the old query codes. */
export function encodeError(
  service: ServiceName,
  { code, status, message }: ServiceError,
  isQueryMode: boolean,
  requestId: string,
): Reply {
  const headers = headersOf(CONTENT_TYPE[service], requestId);
  const fault = status < 500 ? "Sender" : "Receiver";
  const queryCode = QUERY_CODES[code] ?? code;
  if (isQuery(service)) {
    const body = `<ErrorResponse xmlns="${XML_NAMESPACES[service]}"><Error><Type>${fault}</Type><Code>${escapeXml(queryCode)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return { status, headers, body };
  }
  if (service === "s3") {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message><RequestId>${requestId}</RequestId></Error>`;
    return { status, headers, body };
  }
  if (service === "cloudwatch") {
    const namespace = SHARED[code] ?? "com.amazonaws.cloudwatch.v2010_08_01";
    return {
      status,
      headers: isQueryMode ? { ...headers, "x-amzn-query-error": `${queryCode};${fault}` } : headers,
      body: JSON.stringify({ __type: `${namespace}#${code}`, message }),
    };
  }
  if (service === "logs" || service === "athena" || service === "events") {
    return { status, headers, body: JSON.stringify({ __type: code, message }) };
  }
  return { status, headers: { ...headers, "x-amzn-errortype": code }, body: JSON.stringify({ message }) };
}

/** Source: service models (botocore 1.43.11). */
const XML_NAMESPACES = {
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  sns: "http://sns.amazonaws.com/doc/2010-03-31/",
} as const;

function headersOf(contentType: string, requestId: string): Record<string, string> {
  return { "content-type": contentType, "x-amzn-requestid": requestId };
}

function toHal({ item, ...rest }: JsonObject): string {
  return JSON.stringify({ _links: {}, ...rest, ...(item === undefined ? {} : { _embedded: { item } }) });
}

function toXml(namespace: string, name: string, answer: JsonObject, requestId: string): string {
  return `<${name}Response xmlns="${namespace}"><${name}Result>${valueXml(answer)}</${name}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`;
}

/** A structure is its members, a map a list of entries. */
function valueXml(value: unknown): string {
  if (value instanceof Map) {
    return [...value]
      .map(([key, one]) => `<entry><key>${valueXml(key)}</key><value>${valueXml(one)}</value></entry>`)
      .join("");
  }
  if (typeof value !== "object" || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .map(([member, one]) => `<${member}>${valueXml(one)}</${member}>`)
    .join("");
}
