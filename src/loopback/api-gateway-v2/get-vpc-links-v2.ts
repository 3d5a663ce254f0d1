import { z } from "zod";

import { operation } from "../operation.ts";
import { toV2List, V2_PAGING, v2Paging } from "./v2-list.ts";

/** None: the model knows VPC links by their targets alone. */
export const getVpcLinksV2 = operation({
  service: "apigateway",
  name: "GetVpcLinks",
  route: { method: "GET", path: "/v2/vpclinks" },
  paging: V2_PAGING,
  input: z.object(v2Paging),
  answer: (input) => toV2List([], input),
});
