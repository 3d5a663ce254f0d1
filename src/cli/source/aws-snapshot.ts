import { defaultRegion } from "../../aws/default-region.ts";
import type { LogReadOptions, OnProgress } from "../../collectors/account-reader.ts";
import { awsAccountReader } from "../../collectors/aws-account-reader.ts";
import { collect } from "../../collectors/collect.ts";
import type { Config } from "../../model/config.ts";
import { settingsFor } from "../../model/settings-for.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { GlobalOptions } from "../global-options.ts";
import { maxCostUsd } from "./max-cost-usd.ts";
import { addLogs } from "./add-logs.ts";
import { refuseNothingFound } from "./refuse-unmatched.ts";
import { toSpans, type Asked } from "./selection.ts";

/**
 * The account that the AWS environment's credentials belong to, in every region asked for.
 *
 * @param engine null: access logs are not read.
 * Errors: E_USAGE where no region is set, a number is none or a pattern matches nothing, and what {@link collect} throws.
 */
export async function awsSnapshot(
  options: GlobalOptions,
  config: Config,
  asked: Asked,
  nowMs: number,
  onProgress: OnProgress,
  engine: LogReadOptions["engine"] | null,
): Promise<Snapshot> {
  const spans = toSpans(asked, nowMs);
  const limitUsd = maxCostUsd(options.maxCost, config);
  const { profile, roleArn, endpointUrl } = options;
  const regions = options.region ?? config.regions ?? [await defaultRegion(profile)];
  const readers = [...new Set(regions)].map((region) =>
    awsAccountReader({ region, profile, roleArn, endpointUrl, nowMs }),
  );
  try {
    const filter = { api: asked.api, stage: asked.stage };
    const snapshot = await collect({ ...spans, filter, maxCostUsd: limitUsd, nowMs }, readers, onProgress);
    refuseNothingFound(asked, snapshot);
    if (engine === null) return snapshot;
    const logs = { engine, maxCostUsd: limitUsd, settingsFor: settingsFor(config) };
    // Awaited here: the readers are closed when this is over.
    return await addLogs(snapshot, readers, logs, onProgress);
  } finally {
    for (const reader of readers) reader.close();
  }
}
