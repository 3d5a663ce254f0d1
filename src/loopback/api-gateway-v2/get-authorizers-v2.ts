import { z } from "zod";

import { routesOf, type Api } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { stableId } from "../stable-id.ts";
import { toV2List, V2_PAGING, v2Api, v2Paging } from "./v2-list.ts";

const KINDS = [
  { authorization: "CUSTOM", authorizerType: "REQUEST" },
  { authorization: "JWT", authorizerType: "JWT" },
];

/** The authorizer that all routes of one authorization type share. */
export function v2AuthorizerId(api: Api, authorization: string): string {
  return stableId(`${api.id}/authorizer/${authorization}`, 6);
}

/** One authorizer for each authorization type in use: which function or issuer decides is not known here. */
export const getAuthorizersV2 = operation({
  service: "apigateway",
  name: "GetAuthorizers",
  route: { method: "GET", path: "/v2/apis/{apiId}/authorizers" },
  paging: V2_PAGING,
  input: z.object({ ...v2Paging, apiId: z.string() }),
  answer: (input, { account }) => {
    const api = v2Api(account, input.apiId);
    const used = new Set(routesOf(api).map(({ authorization }) => authorization));
    return toV2List(
      KINDS.filter(({ authorization }) => used.has(authorization)).map(
        ({ authorization, authorizerType }) => ({
          authorizerId: v2AuthorizerId(api, authorization),
          name: `${api.name}-${authorizerType.toLowerCase()}`,
          authorizerType,
          identitySource: ["$request.header.Authorization"],
        }),
      ),
      input,
    );
  },
});
