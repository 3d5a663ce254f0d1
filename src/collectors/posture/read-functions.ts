import type { AwsClients } from "../../aws/clients.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import type { Estate } from "../../model/estate.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { failedCall } from "../blind-spots.ts";

/** Lambda gives a function that does not exist this name. */
const MISSING = "ResourceNotFoundException";

/** The timeouts of functions by name. What fails for one reason for all of them is said once. */
export async function readFunctions(
  names: readonly string[],
  clients: AwsClients,
  budget: RateBudget,
  region: string,
): Promise<{
  readonly functions: NonNullable<Estate["functions"]>;
  readonly blindSpots: readonly BlindSpot[];
}> {
  const functions: NonNullable<Estate["functions"]> = {};
  const context = { action: "lambda:GetFunctionConfiguration", region };
  const failed: BlindSpot[] = [];
  await Promise.all(
    names.map(async (name) => {
      try {
        const { GetFunctionConfigurationCommand } = await import("@aws-sdk/client-lambda");
        const client = await clients.lambda();
        const command = new GetFunctionConfigurationCommand({ FunctionName: name });
        const { Timeout } = await budget("control-plane", () => client.send(command));
        if (typeof Timeout === "number") functions[name] = { timeoutMs: Timeout * 1_000 };
      } catch (error) {
        // A function of another account, or one that is gone: nothing is known of it, and nothing is wrong here.
        if (error instanceof Error && error.name === MISSING) return;
        failed.push(
          failedCall(
            "lambda",
            null,
            error,
            context,
            "Timeouts of functions are not compared with those of routes.",
          ),
        );
      }
    }),
  );
  return { functions, blindSpots: failed };
}
