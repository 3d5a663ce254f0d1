import { z } from "zod";

import { accountThrottle } from "../../catalog/account-throttle.ts";
import { partitionOf } from "../arn.ts";
import { operation } from "../operation.ts";

/** The role for execution logs is there where some stage writes them, as it could not without. */
export const getAccount = operation({
  service: "apigateway",
  name: "GetAccount",
  route: { method: "GET", path: "/account" },
  input: z.object({}),
  answer: (_input, { account: { region, accountId, targets } }) => {
    const logs = targets.some(({ configuration }) => (configuration?.executionLogLevel ?? "OFF") !== "OFF");
    return {
      ...(logs
        ? { cloudwatchRoleArn: `arn:${partitionOf(region)}:iam::${accountId}:role/api-gateway-logs` }
        : {}),
      throttleSettings: accountThrottle(region),
      features: ["UsagePlans"],
      apiKeyVersion: "4",
    };
  },
});
