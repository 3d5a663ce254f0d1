import type { MetricKey } from "../model/metric-key.ts";
import type { BlindSpot } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";
import type { AccountReader, OnProgress, TargetFilter } from "./account-reader.ts";
import { targetsFromMetrics, unreadCanaries } from "./inventory/from-metrics.ts";
import { resolveNames } from "./inventory/resolve-names.ts";

/** What one reader shows of its region. */
export interface FoundTargets {
  /** Ids without a scope. */
  readonly targets: readonly Target[];
  /** Null where ListMetrics could not be read. */
  readonly listed: readonly MetricKey[] | null;
  readonly isListPartial: boolean;
  readonly blindSpots: readonly BlindSpot[];
  /** True where there is no target, and what failed may be the reason. */
  readonly isBlind: boolean;
}

/**
 * The targets of one region: from the control plane, and from the list of metrics where that is closed.
 *
 * Errors: E_CREDENTIALS.
 */
export async function findTargets(
  reader: AccountReader,
  filter: TargetFilter,
  onProgress: OnProgress,
): Promise<FoundTargets> {
  const [accountId, inventory, listing] = await Promise.all([
    reader.accountId(),
    reader.inventory(filter, onProgress),
    reader.listMetrics(filter),
  ]);
  const listed = listing.metrics ?? [];
  const resolved = resolveNames(inventory.targets, listed);
  const context = { filter, region: reader.region, accountId };
  const inferred = targetsFromMetrics(listed, inventory.unread, resolved.targets, context);
  const targets = [...resolved.targets, ...inferred];
  const hasFailed = inventory.unread.length > 0;
  const isBlind = targets.length === 0 && hasFailed && listing.metrics === null;
  return {
    targets,
    listed: listing.metrics,
    isListPartial: listing.isPartial ?? false,
    isBlind,
    blindSpots: [
      ...inventory.blindSpots,
      ...listing.blindSpots,
      ...resolved.blindSpots,
      ...unreadCanaries(listed, targets),
      ...(inferred.length > 0 ? [withoutConfiguration(inferred.length, reader.region)] : []),
      ...(targets.length === 0 && !isBlind ? [nothingFound(reader.region, filter, hasFailed)] : []),
    ],
  };
}

function withoutConfiguration(count: number, region: string): BlindSpot {
  return {
    source: "inventory",
    target: null,
    code: "CONFIGURATION_UNKNOWN",
    hint: `${count} stages of ${region} are known through their metrics alone: their integrations, limits, caches and deployments are unknown, and stages silent for two weeks are not seen. Allow apigateway:GET to see them.`,
  };
}

function nothingFound(region: string, { api, stage }: TargetFilter, hasFailed: boolean): BlindSpot {
  const filters = [api === null ? "" : `API "${api}"`, stage === null ? "" : `stage "${stage}"`].filter(
    Boolean,
  );
  const hint = [
    filters.length === 0
      ? `No API with a stage was found in ${region}: is it the right region and account?`
      : `Nothing in ${region} matches ${filters.join(" and ")}: check the pattern, the region and the account.`,
    // Metrics hold HTTP and WebSocket APIs by id.
    ...(hasFailed
      ? ["Not everything could be listed; where names are unknown, APIs are matched by their id."]
      : []),
  ];
  return { source: "inventory", target: null, code: "NOTHING_FOUND", hint: hint.join(" ") };
}
