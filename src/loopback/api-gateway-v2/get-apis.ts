import { z } from "zod";

import { apisOf } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { isoSeconds, toV2List, V2_PAGING, v2Paging } from "./v2-list.ts";

export const getApis = operation({
  service: "apigateway",
  name: "GetApis",
  route: { method: "GET", path: "/v2/apis" },
  paging: V2_PAGING,
  input: z.object(v2Paging),
  answer: (input, { account }) =>
    toV2List(
      apisOf(account, ["http", "websocket"]).map((api) => {
        const isHttp = api.kind === "http";
        return {
          apiId: api.id,
          name: api.name,
          protocolType: isHttp ? "HTTP" : "WEBSOCKET",
          apiEndpoint: `${isHttp ? "https" : "wss"}://${api.id}.execute-api.${account.region}.amazonaws.com`,
          apiKeySelectionExpression: "$request.header.x-api-key",
          routeSelectionExpression: isHttp ? "$request.method $request.path" : "$request.body.action",
          createdDate: isoSeconds(api.createdMs),
          disableExecuteApiEndpoint: false,
          ipAddressType: "ipv4",
          tags: {},
        };
      }),
      input,
    ),
});
