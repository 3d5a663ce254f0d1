import { z } from "zod";

import { operation } from "../operation.ts";
import { toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

/** None, as of a domain that leads nowhere. */
export const getBasePathMappings = operation({
  service: "apigateway",
  name: "GetBasePathMappings",
  route: { method: "GET", path: "/domainnames/{domainName}/basepathmappings" },
  paging: V1_PAGING,
  input: z.object({ ...v1Paging, domainName: z.string() }),
  answer: (input) => toV1List([], input),
});
