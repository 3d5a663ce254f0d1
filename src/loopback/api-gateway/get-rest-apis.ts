import { z } from "zod";

import { apisOf } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { stableId } from "../stable-id.ts";
import { toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

export const getRestApis = operation({
  service: "apigateway",
  name: "GetRestApis",
  route: { method: "GET", path: "/restapis" },
  paging: V1_PAGING,
  input: z.object(v1Paging),
  answer: (input, { account }) =>
    toV1List(
      apisOf(account, ["rest"]).map((api) => ({
        id: api.id,
        name: api.name,
        createdDate: Math.floor(api.createdMs / 1_000),
        apiKeySource: "HEADER",
        endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "ipv4" },
        disableExecuteApiEndpoint: false,
        rootResourceId: stableId(`${api.id}/`, 10),
      })),
      input,
    ),
});
