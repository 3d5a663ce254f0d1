import { z } from "zod";

import { routesOf } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { stableId } from "../stable-id.ts";
import { v2AuthorizerId } from "./get-authorizers-v2.ts";
import { integrationKey } from "./get-integrations.ts";
import { toV2List, V2_PAGING, v2Api, v2Paging } from "./v2-list.ts";

export const getRoutes = operation({
  service: "apigateway",
  name: "GetRoutes",
  route: { method: "GET", path: "/v2/apis/{apiId}/routes" },
  paging: V2_PAGING,
  input: z.object({ ...v2Paging, apiId: z.string() }),
  answer: (input, { account }) => {
    const api = v2Api(account, input.apiId);
    return toV2List(
      routesOf(api).map((route) => {
        const authorizationType = route.authorization ?? "NONE";
        return {
          routeId: stableId(`${api.id}/route/${route.key}`, 7),
          routeKey: route.key,
          authorizationType,
          authorizerId:
            authorizationType === "JWT" || authorizationType === "CUSTOM"
              ? v2AuthorizerId(api, authorizationType)
              : undefined,
          apiKeyRequired: route.apiKeyRequired,
          target:
            route.integration === "unknown"
              ? undefined
              : `integrations/${stableId(`${api.id}/${integrationKey(route)}`, 7)}`,
        };
      }),
      input,
    );
  },
});
