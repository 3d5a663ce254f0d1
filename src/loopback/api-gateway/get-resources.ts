import { z } from "zod";

import { compareText } from "../../core/order.ts";
import type { Route } from "../../model/target.ts";
import { routesOf, type Api } from "../apis-of.ts";
import { integrationType, integrationUri, type Place } from "../integration-of.ts";
import { operation, type JsonObject } from "../operation.ts";
import { stableId } from "../stable-id.ts";
import { authorizerId } from "./get-authorizers.ts";
import { restApi, toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

/** Methods come empty unless `embed=methods` asks for them. */
export const getResources = operation({
  service: "apigateway",
  name: "GetResources",
  route: { method: "GET", path: "/restapis/{restApiId}/resources" },
  paging: V1_PAGING,
  input: z.object({
    ...v1Paging,
    restApiId: z.string(),
    embed: z.union([z.string(), z.array(z.string())]).optional(),
  }),
  answer: (input, { account }) => {
    const api = restApi(account, input.restApiId);
    return toV1List(toResources(api, account, [input.embed].flat().includes("methods")), input);
  },
});

function toResources(api: Api, place: Place, embedsMethods: boolean): JsonObject[] {
  const byPath = new Map<string, Route[]>([["/", []]]);
  for (const route of routesOf(api)) {
    const path = route.key.slice(route.key.indexOf(" ") + 1);
    for (const parent of parentsOf(path)) if (!byPath.has(parent)) byPath.set(parent, []);
    byPath.set(path, [...(byPath.get(path) ?? []), route]);
  }
  const id = (path: string): string => stableId(`${api.id}${path}`, path === "/" ? 10 : 6);
  return [...byPath]
    .sort(([left], [right]) => compareText(left, right))
    .map(([path, routes]) => ({
      id: id(path),
      path,
      ...(path === "/"
        ? {}
        : { parentId: id(parentOf(path)), pathPart: path.slice(path.lastIndexOf("/") + 1) }),
      ...(routes.length === 0
        ? {}
        : {
            resourceMethods: Object.fromEntries(
              routes.map((route) => [
                verbOf(route),
                embedsMethods ? toMethod(route, api, id(path), place) : {},
              ]),
            ),
          }),
    }));
}

function toMethod(route: Route, api: Api, resourceId: string, place: Place): JsonObject {
  const authorizationType = route.authorization ?? "NONE";
  const hasAuthorizer = authorizationType === "CUSTOM" || authorizationType === "COGNITO_USER_POOLS";
  const type = integrationType(route);
  return {
    httpMethod: verbOf(route),
    authorizationType,
    authorizerId: hasAuthorizer ? authorizerId(api, authorizationType) : undefined,
    apiKeyRequired: route.apiKeyRequired,
    ...(type === null
      ? {}
      : {
          methodIntegration: {
            type,
            httpMethod: type === "MOCK" ? undefined : "POST",
            uri: integrationUri(route, place),
            ...(route.integration === "vpc-link"
              ? {
                  connectionType: "VPC_LINK",
                  connectionId: stableId(`vpc-link/${route.integrationTarget}`, 6),
                }
              : {}),
            passthroughBehavior: "WHEN_NO_MATCH",
            timeoutInMillis: route.timeoutMs ?? undefined,
            cacheNamespace: resourceId,
            cacheKeyParameters: [],
          },
        }),
  };
}

function verbOf({ key }: Route): string {
  return key.slice(0, key.indexOf(" "));
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** Every path above this one but the root. */
function parentsOf(path: string): string[] {
  const parent = parentOf(path);
  return parent === "/" ? [] : [...parentsOf(parent), parent];
}
