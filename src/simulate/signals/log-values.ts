import type { SimulatedRequest } from "../request.ts";
import { requestFacts, hexOf, type RequestFacts } from "./request-facts.ts";
import { phaseValues } from "./phase-values.ts";
import type { SignalContext } from "./signal-context.ts";

/** A variable without a value is null or undefined. */
export type LogValues = Readonly<Record<string, string | number | null | undefined>>;

/** The values of a request by variable name, without regard to which flavour logs which variable. */
export function logValues(request: SimulatedRequest, context: SignalContext): LogValues {
  const { stage, accountId, region } = context;
  const { outcome } = request;
  const facts = requestFacts(request, context);
  const isRest = stage.kind === "rest";
  const serviceOrBackend = stage.kind === "websocket" ? facts.backendStatus : facts.serviceStatus;
  return {
    accountId,
    apiId: stage.apiId,
    stage: stage.stage,
    requestId: request.requestId,
    extendedRequestId: isRest ? request.extendedRequestId : request.requestId,
    httpMethod: facts.method,
    path: facts.path,
    resourcePath: facts.resource,
    resourceId: facts.resource === null ? null : hexOf(`${stage.apiId}${facts.resource}`, 6),
    routeKey: facts.route?.key,
    protocol: "HTTP/1.1",
    domainName: facts.host,
    domainPrefix: stage.apiId,
    endpointType: "REGIONAL",
    requestTime: commonLogTime(request.timeMs),
    requestTimeEpoch: stage.kind === "http" ? Math.floor(request.timeMs / 1_000) : request.timeMs,
    xrayTraceId: stage.tracing ? facts.traceId : null,
    deploymentId: request.deploymentId,
    isCanaryRequest: stage.canaryPercent === null ? null : String(outcome.canary),
    tlsVersion: "TLSv1.3",
    cipherSuite: "TLS_AES_128_GCM_SHA256",
    status: outcome.status,
    responseLatency: request.latencyMs,
    responseLength: request.bytes,
    dataProcessed: request.bytes,
    "integration.latency": request.integrationLatencyMs,
    integrationLatency: request.integrationLatencyMs,
    "integration.responseTransferMode": facts.integrationCalled ? "BUFFERED" : null,
    "integration.status": facts.backendStatus,
    "integration.integrationStatus": facts.serviceStatus,
    integrationStatus: serviceOrBackend,
    "integration.error": outcome.integrationError,
    integrationErrorMessage: outcome.integrationError,
    "integration.requestId": facts.integrationRequestId,
    awsEndpointRequestId: facts.integrationRequestId,
    "error.message": facts.gatewayMessage,
    "error.messageString": facts.gatewayMessage === null ? null : JSON.stringify(facts.gatewayMessage),
    "error.responseType": outcome.responseType,
    webaclArn: stage.webAcl
      ? `arn:aws:wafv2:${region}:${accountId}:regional/webacl/${stage.apiName}/${hexOf(stage.apiId, 8)}`
      : null,
    ...phaseValues(request, context, facts),
    ...identityValues(request, context, facts),
    ...(stage.kind === "websocket" ? connectionValues(request, facts) : {}),
  };
}

function identityValues(
  request: SimulatedRequest,
  { accountId }: SignalContext,
  facts: RequestFacts,
): LogValues {
  const signed = facts.route?.authorizer?.kind === "AWS_IAM" && request.outcome.responseType === null;
  const user = signed ? `AIDA${hexOf(request.apiKeyId, 16).toUpperCase()}` : null;
  return {
    "identity.sourceIp": request.ip,
    "identity.userAgent": request.userAgent,
    "identity.caller": user,
    "identity.user": user,
    "identity.userArn": user === null ? null : `arn:aws:iam::${accountId}:user/${request.apiKeyId}`,
    "identity.accountId": signed ? accountId : null,
    // The last letters alone, as execution logs mask a key: a simulated secret is still shaped like one.
    "identity.apiKey": request.apiKeyId === "" ? null : `*****${hexOf(`key/${request.apiKeyId}`, 6)}`,
    "identity.apiKeyId": request.apiKeyId === "" ? null : request.apiKeyId,
  };
}

/** A connection lasts two hours at most. */
const MAX_CONNECTION_MS = 7_200_000;

function connectionValues(request: SimulatedRequest, facts: RequestFacts): LogValues {
  const key = facts.route?.key;
  const eventType = key === "$connect" ? "CONNECT" : key === "$disconnect" ? "DISCONNECT" : "MESSAGE";
  const ageMs =
    eventType === "CONNECT" ? 0 : parseInt(hexOf(`age/${request.requestId}`, 8), 16) % MAX_CONNECTION_MS;
  return {
    connectionId: `${hexOf(`connection/${request.requestId}`, 15)}=`,
    connectedAt: request.timeMs - ageMs,
    eventType,
    messageId: eventType === "MESSAGE" ? `${hexOf(`message/${request.requestId}`, 15)}=` : null,
  };
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "20/Nov/2026:15:00:00 +0000", the time format of the Common Log Format, in UTC. */
function commonLogTime(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()] ?? ""}/${time.getUTCFullYear()}`;
  return `${date}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
}
