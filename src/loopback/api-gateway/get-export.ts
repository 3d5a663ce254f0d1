import { z } from "zod";

import { routesOf } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { openapiOf } from "../openapi-of.ts";
import { ServiceError } from "../service-error.ts";
import { restApi } from "./v1-list.ts";

/** A stage as OpenAPI 3. What is deployed is what the API has: the model knows no undeployed changes. */
export const getExport = operation({
  service: "apigateway",
  name: "GetExport",
  route: { method: "GET", path: "/restapis/{restApiId}/stages/{stageName}/exports/{exportType}" },
  input: z.object({ restApiId: z.string(), stageName: z.string(), exportType: z.string() }),
  answer: ({ restApiId, stageName }, { account }) => {
    const api = restApi(account, restApiId);
    const stage = api.stages.find(({ name }) => name === stageName);
    if (!stage) throw new ServiceError("NotFoundException", "Invalid stage identifier specified", 404);
    const host = `https://${api.id}.execute-api.${account.region}.amazonaws.com/${stageName}`;
    return openapiOf(api.name, host, routesOf({ ...api, stages: [stage] }));
  },
});
