import { recordOf } from "../../core/is-record.ts";
import type { EstateIntegration } from "../../model/estate.ts";

/**
 * An integration as OpenAPI's extension, CloudFormation or Terraform spells it: members in lower camel case, upper camel case or
 * snake case.
 */
export function integrationOf(
  integration: unknown,
  functionOf: (uri: unknown) => string | null,
): EstateIntegration | null {
  const own = recordOf(integration);
  if (Object.keys(own).length === 0) return null;
  const pick = (...names: readonly string[]): unknown =>
    names.map((name) => own[name]).find((value) => value !== undefined);
  const type = pick("type", "Type", "IntegrationType", "integration_type");
  const uri = pick("uri", "Uri", "IntegrationUri", "integration_uri");
  const timeout = pick("timeoutInMillis", "TimeoutInMillis", "timeout_milliseconds");
  const tls = recordOf([pick("tlsConfig", "TlsConfig", "tls_config")].flat()[0]);
  const target = functionOf(uri);
  const isVpcLink = pick("connectionType", "ConnectionType", "connection_type") === "VPC_LINK";
  const milliseconds = Number(timeout);
  const skip =
    tls["insecureSkipVerification"] ?? tls["InsecureSkipVerification"] ?? tls["insecure_skip_verification"];
  const server = tls["serverNameToVerify"] ?? tls["ServerNameToVerify"] ?? tls["server_name_to_verify"];
  return {
    kind: kindOf(type, target !== null, isVpcLink),
    target,
    ...(typeof uri === "string" ? { uri } : {}),
    isVpcLink,
    timeoutMs: timeout !== undefined && timeout !== null && milliseconds > 0 ? milliseconds : null,
    isTlsUnverified: skip === true || skip === "true",
    ...(server === undefined
      ? { tlsServerName: null }
      : typeof server === "string"
        ? { tlsServerName: server }
        : {}),
  };
}

/** Source: API Gateway API Reference, Integration.type (REST) and IntegrationType (HTTP, WebSocket). */
function kindOf(type: unknown, isFunction: boolean, isVpcLink: boolean): EstateIntegration["kind"] {
  switch (typeof type === "string" ? type.toUpperCase() : "") {
    case "AWS_PROXY":
      return isFunction ? "lambda-proxy" : "aws-service";
    case "AWS":
      return isFunction ? "lambda" : "aws-service";
    case "HTTP":
    case "HTTP_PROXY":
      return isVpcLink ? "vpc-link" : "http";
    case "MOCK":
      return "mock";
    default:
      return "unknown";
  }
}
