/**
 * What a value of an access-log line means, whatever key its Format gives it: the log engine's fields, the
 * `$context` variables that fill them, and the keys that people give them where no Format is at hand.
 *
 * Source: variables as in log-variables.ts; keys from the Formats of AWS's documentation, of AWS's samples, of the
 * CDK, of the Serverless Framework and of Terraform modules in wide use, read in 2026.
 */
interface LogFieldFact {
  readonly field: string;
  /** Variables without `$context.`. */
  readonly variables: readonly string[];
  /** Keys in lower case, without ".", "-" and "_" and a leading "context". */
  readonly keys: readonly string[];
}

/** The place of a row is the field's number in the scanner: add at the end, and in assembly/fields.ts. */
const ROWS = [
  ["time", ["requestTime"], ["requesttime", "timestamp", "time", "date", "requestrequesttime"]],
  ["timeEpoch", ["requestTimeEpoch"], ["requesttimeepoch", "timeepoch", "requestrequesttimeepoch"]],
  [
    "status",
    ["status"],
    ["status", "statuscode", "httpstatuscode", "httpstatus", "responsestatus", "responsestatuscode"],
  ],
  ["method", ["httpMethod"], ["httpmethod", "method", "verb", "requestmethod", "httphttpmethod"]],
  ["routeKey", ["routeKey"], ["routekey", "httproutekey"]],
  ["resource", ["resourcePath"], ["resourcepath", "resource", "route", "httpresourcepath"]],
  ["path", ["path"], ["path", "requestpath", "uri", "url", "httppath"]],
  ["apiId", ["apiId"], ["apiid", "apiapiid"]],
  ["stage", ["stage"], ["stage", "apistage"]],
  [
    "latency",
    ["responseLatency"],
    ["responselatency", "latency", "responsetime", "duration", "totallatency", "responseresponselatency"],
  ],
  [
    "integrationLatency",
    ["integration.latency", "integrationLatency"],
    ["integrationlatency", "contextintegrationlatency", "backendlatency", "integrationintegrationlatency"],
  ],
  ["authorizerLatency", ["authorizer.latency"], ["authorizerlatency"]],
  ["authorizeLatency", ["authorize.latency"], ["authorizelatency"]],
  ["authenticateLatency", ["authenticate.latency"], ["authenticatelatency"]],
  ["wafLatency", ["waf.latency"], ["waflatency"]],
  [
    "bytes",
    ["responseLength", "dataProcessed"],
    ["responselength", "responsesize", "bytes", "bytessent", "responseresponselength"],
  ],
  [
    "ip",
    ["identity.sourceIp"],
    ["ip", "sourceip", "identitysourceip", "clientip", "remoteaddr", "clientsourceip"],
  ],
  ["apiKeyId", ["identity.apiKeyId"], ["apikeyid", "identityapikeyid"]],
  ["userAgent", ["identity.userAgent"], ["useragent", "identityuseragent", "clientuseragent"]],
  [
    "responseType",
    ["error.responseType"],
    ["errorresponsetype", "responsetype", "errorerrorresponsetype", "errortype"],
  ],
  [
    "errorMessage",
    ["error.message", "error.messageString"],
    ["errormessage", "errorerrormessage", "errormessagestring"],
  ],
  [
    "integrationError",
    ["integration.error", "integrationErrorMessage"],
    ["integrationerror", "integrationerrormessage", "integrationintegrationerrormessage"],
  ],
  ["authorizerError", ["authorizer.error"], ["authorizererror"]],
  [
    "validationError",
    ["error.validationErrorString"],
    ["errorvalidationerrorstring", "validationerror", "validationerrorstring"],
  ],
  ["requestId", ["requestId"], ["requestid", "id", "reqid", "requestrequestid"]],
  ["extendedRequestId", ["extendedRequestId"], ["extendedrequestid", "extendedid"]],
  [
    "integrationRequestId",
    ["integration.requestId", "awsEndpointRequestId"],
    ["integrationrequestid", "awsendpointrequestid", "lambdarequestid"],
  ],
  ["integrationStatus", ["integration.status"], ["functionresponsestatus", "backendstatus"]],
  [
    "integrationServiceStatus",
    ["integration.integrationStatus"],
    ["integrationintegrationstatus", "integrationservicestatus"],
  ],
  // The variable means the service's status on REST and HTTP and the backend's on WebSocket, and the key is given
  // to either variable: what it means is for the Format to say.
  ["anyIntegrationStatus", ["integrationStatus"], ["integrationstatus"]],
  ["deploymentId", ["deploymentId"], ["deploymentid"]],
  ["isCanary", ["isCanaryRequest"], ["iscanaryrequest", "canary"]],
  ["domain", ["domainName"], ["domainname", "host"]],
  ["principal", ["authorizer.principalId"], ["principalid", "authorizerprincipalid", "authorizerprincipal"]],
  ["caller", ["identity.caller"], ["caller", "identitycaller"]],
  ["user", ["identity.user"], ["user", "identityuser"]],
  ["userArn", ["identity.userArn"], ["userarn", "identityuserarn"]],
  ["eventType", ["eventType"], ["eventtype"]],
  ["connectionId", ["connectionId"], ["connectionid"]],
  ["messageId", ["messageId"], ["messageid"]],
  ["traceId", ["xrayTraceId"], ["xraytraceid", "traceid"]],
  ["wafStatus", ["waf.status"], ["wafstatus"]],
  ["wafCode", ["wafResponseCode"], ["wafresponsecode", "wafresponse"]],
  ["wafError", ["waf.error"], ["waferror"]],
  ["authorizerStatus", ["authorizer.status"], ["authorizerstatus", "authorizerservicestatus"]],
  ["authorizeStatus", ["authorize.status"], ["authorizestatus", "authorizeresultstatus"]],
  ["authorizeError", ["authorize.error"], ["authorizeerror"]],
  ["authenticateStatus", ["authenticate.status"], ["authenticatestatus"]],
  ["authenticateError", ["authenticate.error"], ["authenticateerror"]],
  ["protocol", ["protocol"], ["protocol", "httpprotocol"]],
  // The gateway's message where a response type stands beside it, anything at all elsewhere.
  ["bareMessage", [], ["message"]],
] as const;

export type LogField = (typeof ROWS)[number][0];

export const LOG_FIELDS: readonly (LogFieldFact & { readonly field: LogField })[] = ROWS.map(
  ([field, variables, keys]) => ({ field, variables, keys }),
);

const NUMBER_OF = new Map(LOG_FIELDS.map(({ field }, index) => [field, index]));
const BY_VARIABLE = new Map(LOG_FIELDS.flatMap((row) => row.variables.map((name) => [name, row.field])));
const BY_KEY = new Map(LOG_FIELDS.flatMap((row) => row.keys.map((key) => [key, row.field])));

/** The field's number in the scanner. */
export function logFieldNumber(field: LogField): number {
  return NUMBER_OF.get(field) ?? -1;
}

/** The field that a variable (without `$context.`) fills; undefined where the engine has no use for it. */
export function logFieldOfVariable(variable: string): LogField | undefined {
  return BY_VARIABLE.get(variable);
}

/** The field that a key means, nested keys joined with dots; undefined for a key that nobody knows. */
export function logFieldOfKey(key: string): LogField | undefined {
  return BY_KEY.get(normaliseLogKey(key));
}

/** Lower case without ".", "-" and "_", and without a leading "context". */
function normaliseLogKey(key: string): string {
  return key
    .replace(/[.\-_$@]/g, "")
    .toLowerCase()
    .replace(/^context(?=.)/, "");
}
