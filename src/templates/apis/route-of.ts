import type { IntegrationKind, Route } from "../../model/target.ts";
import type { FunctionOfTemplate } from "./function-name.ts";

/** An integration as any of the dialects spells it. */
export interface DescribedIntegration {
  readonly type: unknown;
  readonly uri: unknown;
  readonly timeout: unknown;
}

export function routeOf(
  key: string,
  { type, uri, timeout }: DescribedIntegration,
  nameOf: FunctionOfTemplate,
  authorization: unknown,
): Route {
  const found = nameOf(uri);
  const milliseconds = Number(timeout);
  return {
    key,
    integration: kindOf(type, found !== null),
    integrationTarget: found,
    timeoutMs: timeout !== null && Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : null,
    authorization: typeof authorization === "string" ? authorization : null,
    apiKeyRequired: false,
    detailedMetrics: false,
    cached: false,
    throttle: null,
  };
}

/** Source: API Gateway API Reference, Integration.type (REST) and IntegrationType (HTTP, WebSocket). */
function kindOf(type: unknown, isFunction: boolean): IntegrationKind {
  switch (typeof type === "string" ? type.toUpperCase() : "") {
    case "AWS_PROXY":
      return isFunction ? "lambda-proxy" : "aws-service";
    case "AWS":
      return isFunction ? "lambda" : "aws-service";
    case "HTTP":
    case "HTTP_PROXY":
      return "http";
    case "MOCK":
      return "mock";
    default:
      return "unknown";
  }
}
