import { z } from "zod";

import { routesOf } from "../apis-of.ts";
import { operation } from "../operation.ts";
import { openapiOf } from "../openapi-of.ts";
import { v2Api } from "./v2-list.ts";

/** An HTTP API as OpenAPI 3. */
export const exportApi = operation({
  service: "apigateway",
  name: "ExportApi",
  route: { method: "GET", path: "/v2/apis/{apiId}/exports/{specification}" },
  input: z.object({ apiId: z.string(), specification: z.string(), stageName: z.string().optional() }),
  answer: ({ apiId }, { account }) => {
    const api = v2Api(account, apiId);
    return openapiOf(
      api.name,
      `https://${api.id}.execute-api.${account.region}.amazonaws.com`,
      routesOf(api),
    );
  },
});
