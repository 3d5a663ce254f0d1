import { defaultRegion } from "../../aws/default-region.ts";
import { partitionOfRegion } from "../../catalog/partitions.ts";
import { readOnlyPolicy } from "../../catalog/read-only-policy.ts";
import { diagnose, type Diagnosis } from "../../collectors/doctor/diagnose.ts";
import type { Config } from "../../model/config.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { doctorText } from "./doctor-text.ts";
import type { DoctorCommandOptions } from "./doctor.ts";

/** `gatewatch doctor`: one table for each region. */
export async function runDoctor(options: DoctorCommandOptions, context: CliContext): Promise<void> {
  const { config } = await loadConfig(options.config, context.cwd);
  if (options.policy === true) {
    const { id } = partitionOfRegion(await policyRegion(options, config));
    context.stdout.write(`${JSON.stringify(readOnlyPolicy(id), null, 2)}\n`);
    return;
  }
  const { profile, roleArn, endpointUrl, probePaid = false } = options;
  const regions = options.region ?? config.regions ?? [await defaultRegion(profile)];
  const found: Diagnosis[] = [];
  for (const region of new Set(regions)) {
    const nowMs = context.now();
    const diagnosis = await diagnose({ region, profile, roleArn, endpointUrl, nowMs, probePaid });
    const endpoint = endpointUrl ?? context.env["AWS_ENDPOINT_URL"];
    context.stdout.write(`${found.length > 0 ? "\n" : ""}${doctorText(diagnosis, endpoint)}`);
    found.push(diagnosis);
  }
  if (!found.some(isAnythingReadable)) context.setExitCode(EXIT.unreadable);
}

/** To be somebody is not yet to be allowed anything. */
function isAnythingReadable({ features }: Diagnosis): boolean {
  return features.some(
    ({ feature, tried }) => feature !== "identity" && tried.some(({ outcome }) => outcome === "granted"),
  );
}

/** A policy can be printed without any AWS environment: the commercial partition, then. */
async function policyRegion({ region, profile }: DoctorCommandOptions, config: Config): Promise<string> {
  return (region ?? config.regions)?.[0] ?? (await defaultRegion(profile).catch(() => ""));
}
