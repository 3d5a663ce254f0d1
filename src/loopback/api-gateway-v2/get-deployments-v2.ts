import { z } from "zod";

import { deploymentsOf } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { isoSeconds, toV2List, V2_PAGING, v2Api, v2Paging } from "./v2-list.ts";

export const getDeploymentsV2 = operation({
  service: "apigateway",
  name: "GetDeployments",
  route: { method: "GET", path: "/v2/apis/{apiId}/deployments" },
  paging: V2_PAGING,
  input: z.object({ ...v2Paging, apiId: z.string() }),
  answer: (input, { account }) =>
    toV2List(
      deploymentsOf(v2Api(account, input.apiId)).map(({ id, createdMs, description }) => ({
        deploymentId: id,
        createdDate: isoSeconds(createdMs),
        deploymentStatus: "DEPLOYED",
        autoDeployed: false,
        description: description ?? undefined,
      })),
      input,
    ),
});
