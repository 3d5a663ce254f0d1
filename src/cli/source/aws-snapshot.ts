import { defaultRegion } from "../../aws/default-region.ts";
import type { LogReadOptions, OnProgress } from "../../collectors/account-reader.ts";
import { awsAccountReader } from "../../collectors/aws-account-reader.ts";
import { collect, type AlarmQuestions, type AlarmsFrom } from "../../collectors/collect.ts";
import { ToolError } from "../../core/errors.ts";
import type { Config } from "../../model/config.ts";
import { settingsFor } from "../../model/settings-for.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { GlobalOptions } from "../global-options.ts";
import { maxCostUsd } from "./max-cost-usd.ts";
import { addLogs } from "../../agent/add-logs.ts";
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
  alarms?: AlarmQuestions | AlarmsFrom,
): Promise<Snapshot> {
  const spans = toSpans(asked, nowMs);
  const limitUsd = maxCostUsd(options.maxCost, config);
  const { profile, roleArn, endpointUrl } = options;
  const regions = options.region ?? config.regions ?? [await defaultRegion(profile)];
  if (alarms) refuseSeveral(regions);
  const readers = [...new Set(regions)].map((region) =>
    awsAccountReader({ region, profile, roleArn, endpointUrl, nowMs }),
  );
  try {
    const filter = { api: asked.api, stage: asked.stage };
    const plan = { ...spans, filter, maxCostUsd: limitUsd, nowMs, ...(alarms ? { alarms } : {}) };
    const snapshot = await collect(plan, readers, onProgress);
    refuseNothingFound(asked, snapshot);
    if (engine === null) return snapshot;
    const logs = { engine, maxCostUsd: limitUsd, settingsFor: settingsFor(config) };
    // Awaited here: the readers are closed when this is over.
    return await addLogs(snapshot, readers, logs, onProgress);
  } finally {
    for (const reader of readers) reader.close();
  }
}

/** Files do not say which Region their alarms are for, and the same name may stand for another one elsewhere. */
function refuseSeveral(regions: readonly string[]): void {
  if (new Set(regions).size <= 1) return;
  throw new ToolError(
    "E_USAGE",
    `alarms are replayed in one Region at a time, not in ${regions.join(", ")}`,
    {
      hint: "Give one --region, and run it once for each.",
    },
  );
}
