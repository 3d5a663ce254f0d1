import { z } from "zod";

import { operation } from "../operation.ts";
import { restApi, toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

/** None but AWS's own, which are left out: the model knows of no others. */
export const getGatewayResponses = operation({
  service: "apigateway",
  name: "GetGatewayResponses",
  route: { method: "GET", path: "/restapis/{restApiId}/gatewayresponses" },
  paging: V1_PAGING,
  input: z.object({ ...v1Paging, restApiId: z.string() }),
  answer: (input, { account }) => {
    restApi(account, input.restApiId);
    return toV1List([], input);
  },
});
