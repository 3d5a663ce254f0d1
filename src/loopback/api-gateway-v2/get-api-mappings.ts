import { z } from "zod";

import { operation } from "../operation.ts";
import { toV2List, V2_PAGING, v2Paging } from "./v2-list.ts";

/** None, as of a domain that leads nowhere. */
export const getApiMappings = operation({
  service: "apigateway",
  name: "GetApiMappings",
  route: { method: "GET", path: "/v2/domainnames/{domainName}/apimappings" },
  paging: V2_PAGING,
  input: z.object({ ...v2Paging, domainName: z.string() }),
  answer: (input) => toV2List([], input),
});
