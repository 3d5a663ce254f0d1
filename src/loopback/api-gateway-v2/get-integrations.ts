import { z } from "zod";

import type { Route } from "../../model/target.ts";
import { routesOf } from "../apis-of.ts";
import { functionArn, integrationType, integrationUri, type Place } from "../integration-of.ts";
import { operation, type JsonObject } from "../operation.ts";
import { stableId } from "../stable-id.ts";
import { toV2List, V2_PAGING, v2Api, v2Paging } from "./v2-list.ts";

/** Routes that call the same thing in the same way share an integration. */
export function integrationKey({ integration, integrationTarget, timeoutMs }: Route): string {
  return `integration/${integration}/${integrationTarget}/${timeoutMs}`;
}

export const getIntegrations = operation({
  service: "apigateway",
  name: "GetIntegrations",
  route: { method: "GET", path: "/v2/apis/{apiId}/integrations" },
  paging: V2_PAGING,
  input: z.object({ ...v2Paging, apiId: z.string() }),
  answer: (input, { account }) => {
    const api = v2Api(account, input.apiId);
    const byKey = new Map(routesOf(api).map((route) => [integrationKey(route), route]));
    const known = [...byKey].filter(([, { integration }]) => integration !== "unknown");
    return toV2List(
      known.map(([key, route]) => ({
        integrationId: stableId(`${api.id}/${key}`, 7),
        timeoutInMillis: route.timeoutMs ?? undefined,
        ...(route.integration === "vpc-link"
          ? {
              connectionType: "VPC_LINK",
              connectionId: stableId(`vpc-link/${route.integrationTarget}`, 6),
            }
          : { connectionType: "INTERNET" }),
        ...(api.kind === "http" ? toHttpIntegration(route, account) : toWebSocketIntegration(route, account)),
      })),
      input,
    );
  },
});

/** HTTP APIs call a function by its own ARN, and AWS services as a proxy with a subtype. */
function toHttpIntegration(route: Route, place: Place): JsonObject {
  const { integration, integrationTarget } = route;
  if (integration === "aws-service") {
    return {
      integrationType: "AWS_PROXY",
      integrationSubtype: integrationTarget ?? undefined,
      payloadFormatVersion: "1.0",
    };
  }
  if (integration !== "lambda-proxy" && integration !== "lambda") {
    return {
      integrationType: integrationType(route),
      integrationMethod: "ANY",
      integrationUri: integrationUri(route, place),
      payloadFormatVersion: "1.0",
    };
  }
  return {
    integrationType: "AWS_PROXY",
    integrationMethod: "POST",
    integrationUri: integrationTarget === null ? undefined : functionArn(integrationTarget, place),
    payloadFormatVersion: "2.0",
  };
}

function toWebSocketIntegration(route: Route, place: Place): JsonObject {
  return {
    integrationType: integrationType(route),
    integrationMethod: route.integration === "mock" ? undefined : "POST",
    integrationUri: integrationUri(route, place),
    integrationResponseSelectionExpression: "${integration.response.statuscode}",
    passthroughBehavior: "WHEN_NO_MATCH",
    payloadFormatVersion: "1.0",
  };
}
