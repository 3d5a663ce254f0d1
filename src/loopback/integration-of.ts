import type { Route } from "../model/target.ts";
import { partitionOf } from "./arn.ts";

/** Where an integration lies, for the ARNs in its URI. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

/** Null where the model does not know what stands behind the route. */
export type IntegrationType = "AWS_PROXY" | "AWS" | "HTTP_PROXY" | "MOCK" | null;

export function integrationType({ integration }: Route): IntegrationType {
  if (integration === "lambda-proxy") return "AWS_PROXY";
  if (integration === "lambda" || integration === "aws-service") return "AWS";
  if (integration === "http" || integration === "vpc-link") return "HTTP_PROXY";
  return integration === "mock" ? "MOCK" : null;
}

export function functionArn(functionName: string, { region, accountId }: Place): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${accountId}:function:${functionName}`;
}

/** The URI in the form of REST and WebSocket APIs; undefined for what calls nothing. */
export function integrationUri({ integration, integrationTarget }: Route, place: Place): string | undefined {
  if (integrationTarget === null || integration === "mock" || integration === "unknown") return undefined;
  const { region } = place;
  const prefix = `arn:${partitionOf(region)}:apigateway:${region}`;
  if (integration === "lambda-proxy" || integration === "lambda") {
    return `${prefix}:lambda:path/2015-03-31/functions/${functionArn(integrationTarget, place)}/invocations`;
  }
  if (integration === "aws-service") return `${prefix}:${integrationTarget}:path/`;
  return `https://${integrationTarget}/`;
}
