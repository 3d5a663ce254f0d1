import { z } from "zod";

import { operation } from "../operation.ts";
import { restApi, toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

/** None: the model knows no validators. */
export const getRequestValidators = operation({
  service: "apigateway",
  name: "GetRequestValidators",
  route: { method: "GET", path: "/restapis/{restApiId}/requestvalidators" },
  paging: V1_PAGING,
  input: z.object({ ...v1Paging, restApiId: z.string() }),
  answer: (input, { account }) => {
    restApi(account, input.restApiId);
    return toV1List([], input);
  },
});
