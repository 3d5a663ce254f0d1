import type { Outcome } from "../behaviour.ts";
import type { StagePlan } from "../plan.ts";
import type { SimulatedRequest } from "../request.ts";
import { phaseValues } from "./phase-values.ts";
import {
  requestFacts,
  hexOf,
  type RequestFacts,
  traceIdOf,
  integrationRequestIdOf,
} from "./request-facts.ts";
import type { SignalContext } from "./signal-context.ts";

/** A variable without a value is null or undefined. */
export type LogValues = Readonly<Record<string, LogValue>>;
type LogValue = string | number | null | undefined;

interface Logged {
  readonly request: SimulatedRequest;
  readonly outcome: Outcome;
  readonly stage: StagePlan;
  readonly context: SignalContext;
  readonly facts: RequestFacts;
}

/**
 * The value of each variable for a request, by its name, without regard to which flavour logs which variable.
 * Only what is asked for is worked out: a Format names a few of many.
 */
export function logValues(request: SimulatedRequest, context: SignalContext): (name: string) => LogValue {
  const facts = requestFacts(request, context);
  const logged = { request, outcome: request.outcome, stage: context.stage, context, facts };
  let phases: LogValues | null = null;
  return (name) => {
    const own = OF_REQUEST.get(name);
    if (own !== undefined) return own(logged);
    phases ??= phaseValues(request, context, facts);
    return phases[name];
  };
}

const OF_REQUEST: ReadonlyMap<string, (of: Logged) => LogValue> = new Map(
  Object.entries<(of: Logged) => LogValue>({
    accountId: ({ context }) => context.accountId,
    apiId: ({ stage }) => stage.apiId,
    stage: ({ stage }) => stage.stage,
    requestId: ({ request }) => request.requestId,
    extendedRequestId: ({ request, stage }) =>
      stage.kind === "rest" ? request.extendedRequestId : request.requestId,
    httpMethod: ({ facts }) => facts.method,
    path: ({ facts }) => facts.path,
    resourcePath: ({ facts }) => facts.resource,
    resourceId: ({ facts, stage }) =>
      facts.resource === null ? null : hexOf(`${stage.apiId}${facts.resource}`, 6),
    routeKey: ({ facts }) => facts.route?.key,
    protocol: () => "HTTP/1.1",
    domainName: ({ facts }) => facts.host,
    domainPrefix: ({ stage }) => stage.apiId,
    endpointType: () => "REGIONAL",
    requestTime: ({ request }) => commonLogTime(request.timeMs),
    requestTimeEpoch: ({ request, stage }) =>
      stage.kind === "http" ? Math.floor(request.timeMs / 1_000) : request.timeMs,
    xrayTraceId: ({ stage, request }) => (stage.tracing ? traceIdOf(request) : null),
    deploymentId: ({ request }) => request.deploymentId,
    isCanaryRequest: ({ stage, outcome }) => (stage.canaryPercent === null ? null : String(outcome.canary)),
    tlsVersion: () => "TLSv1.3",
    cipherSuite: () => "TLS_AES_128_GCM_SHA256",
    status: ({ outcome }) => outcome.status,
    responseLatency: ({ request }) => request.latencyMs,
    responseLength: ({ request }) => request.bytes,
    dataProcessed: ({ request }) => request.bytes,
    "integration.latency": ({ request }) => request.integrationLatencyMs,
    integrationLatency: ({ request }) => request.integrationLatencyMs,
    "integration.responseTransferMode": ({ facts }) => (facts.integrationCalled ? "BUFFERED" : null),
    "integration.status": ({ facts }) => facts.backendStatus,
    "integration.integrationStatus": ({ facts }) => facts.serviceStatus,
    integrationStatus: ({ stage, facts }) =>
      stage.kind === "websocket" ? facts.backendStatus : facts.serviceStatus,
    "integration.error": ({ outcome }) => outcome.integrationError,
    integrationErrorMessage: ({ outcome }) => outcome.integrationError,
    "integration.requestId": ({ request, facts }) => integrationRequestIdOf(request, facts),
    awsEndpointRequestId: ({ request, facts }) => integrationRequestIdOf(request, facts),
    "error.message": ({ facts }) => facts.gatewayMessage,
    "error.messageString": ({ facts }) =>
      facts.gatewayMessage === null ? null : JSON.stringify(facts.gatewayMessage),
    "error.responseType": ({ outcome }) => outcome.responseType,
    webaclArn: ({ stage, context: { region, accountId } }) =>
      stage.webAcl
        ? `arn:aws:wafv2:${region}:${accountId}:regional/webacl/${stage.apiName}/${hexOf(stage.apiId, 8)}`
        : null,
    "identity.sourceIp": ({ request }) => request.ip,
    "identity.userAgent": ({ request }) => request.userAgent,
    "identity.caller": userOf,
    "identity.user": userOf,
    "identity.userArn": (of) =>
      isSigned(of) ? `arn:aws:iam::${of.context.accountId}:user/${of.request.apiKeyId}` : null,
    "identity.accountId": (of) => (isSigned(of) ? of.context.accountId : null),
    // The last letters alone, as execution logs mask a key: a simulated secret is still shaped like one.
    "identity.apiKey": ({ request: { apiKeyId } }) =>
      apiKeyId === "" ? null : `*****${hexOf(`key/${apiKeyId}`, 6)}`,
    "identity.apiKeyId": ({ request: { apiKeyId } }) => (apiKeyId === "" ? null : apiKeyId),
    connectionId: ({ request }) => `${hexOf(`connection/${request.requestId}`, 15)}=`,
    connectedAt: ({ request, facts }) =>
      eventType(facts) === "CONNECT" ? request.timeMs : request.timeMs - connectionAgeMs(request),
    eventType: ({ facts }) => eventType(facts),
    messageId: ({ request, facts }) =>
      eventType(facts) === "MESSAGE" ? `${hexOf(`message/${request.requestId}`, 15)}=` : null,
  }),
);

function isSigned({ facts, outcome }: Logged): boolean {
  return facts.route?.authorizer?.kind === "AWS_IAM" && outcome.responseType === null;
}

function userOf(of: Logged): string | null {
  return isSigned(of) ? `AIDA${hexOf(of.request.apiKeyId, 16).toUpperCase()}` : null;
}

function eventType({ route }: RequestFacts): "CONNECT" | "DISCONNECT" | "MESSAGE" {
  if (route?.key === "$connect") return "CONNECT";
  return route?.key === "$disconnect" ? "DISCONNECT" : "MESSAGE";
}

/** A connection lasts two hours at most. */
const MAX_CONNECTION_MS = 7_200_000;

function connectionAgeMs({ requestId }: SimulatedRequest): number {
  return parseInt(hexOf(`age/${requestId}`, 8), 16) % MAX_CONNECTION_MS;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "20/Nov/2026:15:00:00 +0000", the time format of the Common Log Format, in UTC. */
function commonLogTime(timeMs: number): string {
  const time = new Date(timeMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()] ?? ""}/${time.getUTCFullYear()}`;
  return `${date}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} +0000`;
}
