import { hashText } from "../../core/hash.ts";
import { responseTypeFact } from "../../catalog/response-types.ts";
import { hexDigits } from "../hex-digits.ts";
import type { RoutePlan } from "../plan.ts";
import type { SimulatedRequest } from "../request.ts";
import type { SignalContext } from "./signal-context.ts";

/**
 * What access log, execution log and trace all say of one request. Everything is a function of the request,
 * ids included, so that the three agree and a question asked twice has one answer.
 */
export interface RequestFacts {
  /** The plan of its route; null where it matched none. */
  readonly route: RoutePlan | null;
  readonly method: string;
  /** Path template; null where it matched no route. */
  readonly resource: string | null;
  /** As requested, with the stage in front unless the stage is $default. */
  readonly path: string;
  readonly host: string;
  readonly isLambda: boolean;
  readonly integrationCalled: boolean;
  /** Whether a service was called that gives its requests ids; see {@link integrationRequestIdOf}. */
  readonly hasIntegrationId: boolean;
  /** What the service that was called answered, null where nothing did. */
  readonly serviceStatus: number | null;
  /** What stands in the backend's answer: of a Lambda proxy the function's statusCode. Null where unusable or absent. */
  readonly backendStatus: number | null;
  /** Message of the gateway's own answer, null where the backend answered. */
  readonly gatewayMessage: string | null;
  /** Epoch milliseconds; null where the phase did not happen. */
  readonly integrationStartMs: number | null;
}

export function requestFacts(request: SimulatedRequest, { stage, region }: SignalContext): RequestFacts {
  const { outcome } = request;
  const route =
    outcome.unrouted === true ? null : (stage.routes.find(({ key }) => key === request.route) ?? null);
  const separator = request.route.indexOf(" ");
  const verb = separator < 0 ? "GET" : request.route.slice(0, separator);
  const isLambda = route?.integration === "lambda-proxy" || route?.integration === "lambda";
  const integrationCalled = outcome.integrationLatency !== null;
  const path = route === null ? scannedPath(request.requestId) : request.path;
  const answered = integrationCalled && outcome.integrationStatus !== null;
  const gatewayFact = outcome.responseType === null ? undefined : responseTypeFact(outcome.responseType);
  return {
    route,
    method: verb === "ANY" ? "GET" : verb,
    resource: route === null ? null : request.route.slice(separator + 1),
    path: stage.stage === "$default" ? path : `/${stage.stage}${path}`,
    host: `${stage.apiId}.execute-api.${region}.amazonaws.com`,
    isLambda,
    integrationCalled,
    hasIntegrationId: integrationCalled && (isLambda || route?.integration === "aws-service"),
    // A function that threw or returned rubbish still leaves the Lambda service with a 200.
    serviceStatus: answered
      ? isLambda && outcome.integrationError === null
        ? 200
        : outcome.integrationStatus
      : null,
    backendStatus: answered && outcome.integrationError === null ? outcome.integrationStatus : null,
    gatewayMessage: gatewayFact?.message ?? null,
    integrationStartMs: integrationCalled
      ? request.timeMs + (request.wafLatencyMs ?? 0) + (request.authorizerLatencyMs ?? 0)
      : null,
  };
}

/** The request id of the called service; null where nothing was called or the backend has no such id. */
export function integrationRequestIdOf(request: SimulatedRequest, facts: RequestFacts): string | null {
  return facts.hasIntegrationId ? uuidOf(`${request.requestId}/integration`) : null;
}

export function traceIdOf({ timeMs, requestId }: SimulatedRequest): string {
  const seconds = Math.floor(timeMs / 1_000);
  return `1-${hexDigits(seconds)}-${hexOf(requestId, 24)}`;
}

/** Hexadecimal digits named by a text: the same text always gives the same ones. */
export function hexOf(text: string, length: number): string {
  let digits = "";
  for (let block = 0; digits.length < length; block += 1) digits += hexDigits(hashText(`${block}/${text}`));
  return digits.slice(0, length);
}

/** A version 4 UUID by its form, named by a text. */
export function uuidOf(text: string): string {
  const hex = hexOf(text, 32);
  const variant = "89ab".charAt(hashText(text) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** What scanners ask every host for. */
const SCANNED_PATHS = [
  "/.env",
  "/.git/config",
  "/wp-login.php",
  "/admin",
  "/actuator/health",
  "/phpmyadmin/index.php",
  "/.aws/credentials",
  "/swagger.json",
] as const;

function scannedPath(requestId: string): string {
  return SCANNED_PATHS[hashText(requestId) % SCANNED_PATHS.length] ?? "/";
}
