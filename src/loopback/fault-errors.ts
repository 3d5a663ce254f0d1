import type { Account } from "../simulate/account.ts";
import { callerArn, partitionOf } from "./arn.ts";
import type { FaultKind } from "./fault-plan.ts";
import type { ServiceName } from "./operation.ts";
import { ServiceError } from "./service-error.ts";

/** Who is refused, and what. */
export interface FaultScene {
  readonly service: ServiceName;
  readonly operation: string | null;
  readonly path: string;
  readonly account: Account;
}

/**
 * The error by which a service says that it throttles, fails, denies or sees an expired token; undefined for
 * the kinds of fault that are no error.
 *
 * Source: service models (botocore 1.43.11); messages as AWS writes them.
 */
export function faultError(kind: FaultKind, scene: FaultScene): ServiceError | undefined {
  if (scene.service === "s3") return s3Error(kind);
  if (kind === "throttle") return throttled(scene.service);
  if (kind === "server-error") return failed(scene.service);
  if (kind === "deny" && scene.service === "sns") {
    return new ServiceError("AuthorizationError", denial(scene), 403);
  }
  if (kind === "deny") {
    const status = scene.service === "logs" ? 400 : 403;
    return new ServiceError("AccessDeniedException", denial(scene), status);
  }
  if (kind === "expired-token") {
    const message = "The security token included in the request is expired";
    return new ServiceError("ExpiredTokenException", message, scene.service === "logs" ? 400 : 403);
  }
  return undefined;
}

/** Source: Amazon S3 API reference, "Error responses", list of error codes. */
function s3Error(kind: FaultKind): ServiceError | undefined {
  if (kind === "throttle") return new ServiceError("SlowDown", "Please reduce your request rate.", 503);
  if (kind === "server-error") {
    return new ServiceError("InternalError", "We encountered an internal error. Please try again.", 500);
  }
  if (kind === "deny") return new ServiceError("AccessDenied", "Access Denied", 403);
  return kind === "expired-token"
    ? new ServiceError("ExpiredToken", "The provided token has expired.", 400)
    : undefined;
}

function throttled(service: ServiceName): ServiceError {
  if (service === "sns") return new ServiceError("Throttled", "Rate exceeded", 429);
  if (service === "xray") return new ServiceError("ThrottledException", "Rate exceeded", 429);
  if (service === "apigateway") return new ServiceError("TooManyRequestsException", "Too Many Requests", 429);
  return new ServiceError("ThrottlingException", "Rate exceeded", 400);
}

function failed(service: ServiceName): ServiceError {
  if (service === "cloudwatch")
    return new ServiceError("InternalServiceFault", "Internal service fault", 500);
  if (service === "sns") return new ServiceError("InternalError", "An internal error occurred", 500);
  if (service === "logs") {
    return new ServiceError("ServiceUnavailableException", "The service cannot complete the request.", 500);
  }
  if (service === "apigateway") {
    return new ServiceError("ServiceUnavailableException", "Service Unavailable", 503);
  }
  return new ServiceError("InternalFailure", "An internal error occurred", 500);
}

function denial({ service, operation, path, account: { region, accountId } }: FaultScene): string {
  const action = service === "apigateway" ? "apigateway:GET" : `${service}:${operation ?? "*"}`;
  const arn = `arn:${partitionOf(region)}`;
  const resources: Readonly<Partial<Record<ServiceName, string>>> = {
    apigateway: `${arn}:apigateway:${region}::${path.replace(/^\/v2(?=\/)/, "")}`,
    logs: `${arn}:logs:${region}:${accountId}:log-group:*`,
  };
  const resource = resources[service];
  const where = resource === undefined ? "" : ` on resource: ${resource}`;
  return `User: ${callerArn(region, accountId)} is not authorized to perform: ${action}${where} because no identity-based policy allows the ${action} action`;
}
