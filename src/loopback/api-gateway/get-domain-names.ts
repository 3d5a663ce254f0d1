import { z } from "zod";

import { operation } from "../operation.ts";
import { toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

/** None: the model knows no custom domains. */
export const getDomainNames = operation({
  service: "apigateway",
  name: "GetDomainNames",
  route: { method: "GET", path: "/domainnames" },
  paging: V1_PAGING,
  input: z.object(v1Paging),
  answer: (input) => toV1List([], input),
});
