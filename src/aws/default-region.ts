import { ToolError } from "../core/errors.ts";
import { CostMeter } from "./cost-meter.ts";
import { createClients } from "./clients.ts";

/**
 * The region that the AWS environment names: AWS_REGION, then the profile's.
 *
 * Errors: E_USAGE where nothing names one.
 */
export async function defaultRegion(profile?: string): Promise<string> {
  // Left empty, the SDK looks where its other users expect it to look.
  const clients = createClients({ region: undefined, profile }, new CostMeter());
  try {
    const sts = await clients.sts();
    return await sts.config.region();
  } catch (cause) {
    throw new ToolError("E_USAGE", "no AWS region is set, and one is needed to know where to look", {
      hint: "Give --region eu-west-1, set AWS_REGION, or set a region for the profile.",
      cause,
    });
  } finally {
    clients.destroy();
  }
}
