import { defaultRegion } from "../../aws/default-region.ts";
import type { OnProgress, TraceReadOptions } from "../../collectors/account-reader.ts";
import { awsAccountReader } from "../../collectors/aws-account-reader.ts";
import type { Config } from "../../model/config.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";
import { maxCostUsd } from "../source/max-cost-usd.ts";
import { refuseNothingFound } from "../source/refuse-unmatched.ts";
import type { Asked } from "../source/selection.ts";
import type { AskedSpans } from "./trace-spans-asked.ts";
import { tracesSnapshot } from "./traces-snapshot.ts";

/** The traces of the account that the AWS environment's credentials belong to, in every region asked for. */
export async function awsTracesSnapshot(
  options: GlobalOptions,
  config: Config,
  asked: Asked,
  spans: AskedSpans,
  wanted: Omit<TraceReadOptions, "maxCostUsd">,
  context: CliContext,
  onProgress: OnProgress,
): Promise<{ readonly snapshot: Snapshot; readonly spans: AskedSpans }> {
  const limitUsd = maxCostUsd(options.maxCost, config);
  const { profile, roleArn, endpointUrl } = options;
  const regions = options.region ?? config.regions ?? [await defaultRegion(profile)];
  const nowMs = context.now();
  const readers = [...new Set(regions)].map((region) =>
    awsAccountReader({ region, profile, roleArn, endpointUrl, nowMs }),
  );
  const windows = spans.compared === null ? [spans.window] : [spans.compared.before, spans.compared.after];
  const filter = { api: asked.api, stage: asked.stage };
  const plan = { filter, windows, options: { ...wanted, maxCostUsd: limitUsd } };
  try {
    const snapshot = await tracesSnapshot(plan, readers, onProgress);
    refuseNothingFound(asked, snapshot);
    return { snapshot, spans };
  } finally {
    for (const reader of readers) reader.close();
  }
}
