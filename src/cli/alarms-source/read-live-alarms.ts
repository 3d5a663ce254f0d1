import { isCredentialCode } from "../../aws/classify-error.ts";
import { defaultRegion } from "../../aws/default-region.ts";
import { awsAccountReader, type AwsAccountReader } from "../../collectors/aws-account-reader.ts";
import { ToolError } from "../../core/errors.ts";
import type { Config } from "../../model/config.ts";
import type { AlarmCollection } from "../../model/declared-alarm.ts";
import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";

/**
 * The alarms that are deployed, one collection a region that is asked for. What could not be read of them is among the
 * collection's problems.
 *
 * Errors: E_CREDENTIALS; E_NOTHING_READABLE where no region's alarms could be listed; E_USAGE where no region is set.
 */
export async function readLiveAlarms(
  options: GlobalOptions,
  config: Config,
  context: CliContext,
): Promise<AlarmCollection[]> {
  const { profile, roleArn, endpointUrl } = options;
  const regions = options.region ?? config.regions ?? [await defaultRegion(profile)];
  const readers = [...new Set(regions)].map((region) =>
    awsAccountReader({ region, profile, roleArn, endpointUrl, nowMs: context.now() }),
  );
  try {
    const read = await Promise.all(readers.map(async (reader) => readRegion(reader)));
    const failures = read.flatMap(({ failure }) => (failure === null ? [] : [failure]));
    const [first] = failures;
    if (first !== undefined && failures.length === read.length) {
      throw new ToolError("E_NOTHING_READABLE", `no alarm could be read: ${first.code}`, {
        hint: first.hint,
      });
    }
    return read.map(({ collection }) => collection);
  } finally {
    for (const reader of readers) reader.close();
  }
}

interface RegionRead {
  readonly collection: AlarmCollection;
  /** Why nothing could be read; null where something could. */
  readonly failure: { readonly code: string; readonly hint: string } | null;
}

async function readRegion(reader: AwsAccountReader): Promise<RegionRead> {
  const { region } = reader;
  const [alarms, mutes] = await Promise.all([reader.readAlarms(), reader.readMuteRules()]);
  const blindSpots = [...alarms.blindSpots, ...mutes.blindSpots];
  const refused = blindSpots.find(({ code }) => isCredentialCode(code));
  if (refused !== undefined) {
    throw new ToolError("E_CREDENTIALS", `cannot read AWS in ${region}: ${refused.code}`, {
      hint: refused.hint,
    });
  }
  const problems = blindSpots.map(({ source, hint }) => ({
    place: { file: region, line: null, id: source },
    message: hint,
  }));
  const [first] = alarms.blindSpots;
  return {
    collection: { dialect: "account", alarms: alarms.alarms, muteRules: mutes.muteRules, problems },
    failure: alarms.isPartial && alarms.alarms.length === 0 ? (first ?? null) : null,
  };
}
