import { z } from "zod";

import { routesOf, type Api } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { stableId } from "../stable-id.ts";
import { restApi, toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

const KINDS = [
  { authorization: "CUSTOM", type: "TOKEN", authType: "custom" },
  { authorization: "COGNITO_USER_POOLS", type: "COGNITO_USER_POOLS", authType: "cognito_user_pools" },
];

/** The authorizer that all methods of one authorization type share. */
export function authorizerId(api: Api, authorization: string): string {
  return stableId(`${api.id}/authorizer/${authorization}`, 6);
}

/** One authorizer for each authorization type in use: which function or pool decides is not known here. */
export const getAuthorizers = operation({
  service: "apigateway",
  name: "GetAuthorizers",
  route: { method: "GET", path: "/restapis/{restApiId}/authorizers" },
  paging: V1_PAGING,
  input: z.object({ ...v1Paging, restApiId: z.string() }),
  answer: (input, { account }) => {
    const api = restApi(account, input.restApiId);
    const used = new Set(routesOf(api).map(({ authorization }) => authorization));
    return toV1List(
      KINDS.filter(({ authorization }) => used.has(authorization)).map(
        ({ authorization, type, authType }) => ({
          id: authorizerId(api, authorization),
          name: `${api.name}-${authType}`,
          type,
          authType,
          identitySource: "method.request.header.Authorization",
          authorizerResultTtlInSeconds: 300,
        }),
      ),
      input,
    );
  },
});
