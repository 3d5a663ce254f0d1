import { z } from "zod";

import { functionArn } from "../integration-of.ts";
import { operation } from "../operation.ts";
import { ServiceError } from "../service-error.ts";

/** How long a function may run, which is all that is known of it. */
export const getFunctionConfiguration = operation({
  service: "lambda",
  name: "GetFunctionConfiguration",
  route: { method: "GET", path: "/2015-03-31/functions/{FunctionName}/configuration" },
  input: z.object({ FunctionName: z.string() }),
  answer: ({ FunctionName: name }, { account }) => {
    const timeoutMs = account.functionTimeouts?.[name];
    const arn = functionArn(name, account);
    if (timeoutMs === undefined) {
      throw new ServiceError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
    }
    return { FunctionName: name, FunctionArn: arn, Timeout: timeoutMs / 1_000 };
  },
});
