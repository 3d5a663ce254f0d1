import { z } from "zod";

import { operation } from "../operation.ts";
import { toV1List, V1_PAGING, v1Paging } from "./v1-list.ts";

/** None: the model knows VPC links by their targets alone. */
export const getVpcLinks = operation({
  service: "apigateway",
  name: "GetVpcLinks",
  route: { method: "GET", path: "/vpclinks" },
  paging: V1_PAGING,
  input: z.object(v1Paging),
  answer: (input) => toV1List([], input),
});
