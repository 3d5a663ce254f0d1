import { functionOfArn } from "../../catalog/function-of-arn.ts";
import type { IntegrationKind } from "../../model/target.ts";

/** An integration in the words that v1 and v2 share. */
export interface IntegrationFields {
  /** AWS, AWS_PROXY, HTTP, HTTP_PROXY or MOCK. */
  readonly type: string | null | undefined;
  /** v2 service integrations: "SQS-SendMessage". */
  readonly subtype?: string | null | undefined;
  readonly uri: string | null | undefined;
  readonly connectionType: string | null | undefined;
  readonly connectionId: string | null | undefined;
}

/** Where a request of a route ends up: the kind of backend, and its name (see model/target, Route). */
export function toIntegration(
  fields: IntegrationFields,
  stageVariables: Readonly<Record<string, string>>,
): { readonly kind: IntegrationKind; readonly target: string | null } {
  const uri = resolveVariables(fields.uri ?? "", stageVariables);
  if (fields.type === "MOCK") return { kind: "mock", target: null };
  if (fields.type === "HTTP" || fields.type === "HTTP_PROXY") {
    return fields.connectionType === "VPC_LINK"
      ? { kind: "vpc-link", target: hostOf(uri) ?? balancerOf(uri) ?? fields.connectionId ?? null }
      : { kind: "http", target: hostOf(uri) };
  }
  if (fields.type !== "AWS" && fields.type !== "AWS_PROXY") return { kind: "unknown", target: null };
  if (fields.subtype) return { kind: "aws-service", target: fields.subtype };
  if (/:function:|:lambda:path\//.test(uri)) {
    return { kind: fields.type === "AWS" ? "lambda" : "lambda-proxy", target: functionOfArn(uri) };
  }
  return { kind: "aws-service", target: serviceOf(uri) };
}

/** "arn:aws:apigateway:{region}:sqs:path/..." -> "sqs"; the sub-domain that some services have is dropped. */
function serviceOf(uri: string): string | null {
  const service = /^arn:[^:]*:apigateway:[^:]*:([^:]+):/.exec(uri)?.[1];
  return service?.split(".").at(-1) ?? null;
}

/** A load balancer's listener ARN, ".../app/NAME/..." or ".../net/NAME/...", or a Cloud Map service. */
function balancerOf(uri: string): string | null {
  return (
    /:listener\/(?:app|net|gwy)\/([^/]+)\//.exec(uri)?.[1] ?? /:service\/(srv-[^/]+)/.exec(uri)?.[1] ?? null
  );
}

function hostOf(uri: string): string | null {
  const host = /^https?:\/\/(?:[^@/]*@)?([^/:?#]+)/i.exec(uri)?.[1];
  return host === undefined || host.includes("$") ? null : host;
}

/** Puts in the stage's values of `${stageVariables.name}`; an unknown one stays as it is. */
function resolveVariables(uri: string, variables: Readonly<Record<string, string>>): string {
  return uri.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (whole, name: string) =>
    Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole,
  );
}
