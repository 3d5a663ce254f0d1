import { z } from "zod";

import { deploymentsOf } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { restApi, toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

export const getDeployments = operation({
  service: "apigateway",
  name: "GetDeployments",
  route: { method: "GET", path: "/restapis/{restApiId}/deployments" },
  paging: V1_PAGING,
  input: z.object({ ...v1Paging, restApiId: z.string() }),
  answer: (input, { account }) =>
    toV1List(
      deploymentsOf(restApi(account, input.restApiId)).map(({ id, createdMs, description }) => ({
        id,
        description: description ?? undefined,
        createdDate: Math.floor(createdMs / 1_000),
      })),
      input,
    ),
});
