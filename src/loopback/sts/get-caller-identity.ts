import { z } from "zod";

import { callerArn } from "../arn.ts";
import { operation } from "../operation.ts";

export const getCallerIdentity = operation({
  service: "sts",
  name: "GetCallerIdentity",
  input: z.object({}),
  answer: (_input, { account: { accountId, region } }) => ({
    Arn: callerArn(region, accountId),
    UserId: "AROALOOPBACKLOOPBACK1:reader",
    Account: accountId,
  }),
});
