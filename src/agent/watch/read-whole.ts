import { PRICES } from "../../catalog/prices.ts";
import type { AccountReader, MetricQuery } from "../../collectors/account-reader.ts";
import { dimensionsText } from "../../collectors/dimensions-text.ts";
import { findTargets } from "../../collectors/find-targets.ts";
import { planMetrics } from "../../collectors/plan-metrics.ts";
import type { WatchedTarget } from "../../model/agent-state.ts";
import type { Series } from "../../model/series.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { DUE_REASONS, type Due } from "./due.ts";
import type { Fresh, ReadTarget, WatchContext } from "./watch-place.ts";

interface Asked {
  readonly watched: WatchedTarget;
  readonly due: Due;
  readonly moved: ReadonlyMap<number, number>;
}

/** More than so many APIs are looked up all at once rather than one by one. */
const FEW_APIS = 5;

/**
 * Everything that the analyzers may see of some targets, the most urgent first where money is short.
 *
 * @param fresh what this run was told of all targets; null: they are looked up.
 */
export async function readWhole(
  reader: AccountReader,
  asked: readonly Asked[],
  fresh: Fresh | null,
  context: WatchContext,
): Promise<{
  readonly read: readonly ReadTarget[];
  readonly series: readonly Series[];
  readonly blindSpots: readonly BlindSpot[];
  /** True where a target is not there any more. */
  readonly isInventoryOld: boolean;
}> {
  const lookedUp = fresh === null ? await lookUp(reader, asked, context) : { ...fresh, blindSpots: [] };
  const byId = new Map(lookedUp.targets.map((target) => [target.id, target]));
  const plans = asked
    .flatMap(({ watched, due, moved }) => {
      const target = byId.get(watched.target.id);
      return target === undefined ? [] : [{ target, due, moved, ...plan(target, due, lookedUp, context) }];
    })
    .sort((left, right) => urgency(left.due) - urgency(right.due));
  const affordable = withinLimit(plans, context.maxCostUsd);
  const queries = affordable.flatMap((one) => one.queries);
  const reading =
    queries.length === 0
      ? { series: [], blindSpots: [] }
      : await reader.readMetrics(queries, () => undefined);
  const failed = new Set(
    reading.blindSpots.filter(({ source }) => source === "metrics").map(({ target }) => target),
  );
  const isUnread = (id: string): boolean => failed.has(id) || failed.has(null);
  return {
    read: affordable.map(({ target, due, moved }) => ({
      target,
      due,
      moved,
      isComplete: !isUnread(target.id),
    })),
    series: reading.series,
    blindSpots: [
      ...lookedUp.blindSpots,
      ...affordable.flatMap(({ blindSpots }) => blindSpots),
      ...reading.blindSpots,
      ...(affordable.length < plans.length ? [tooDear(plans.length - affordable.length, context)] : []),
    ],
    isInventoryOld: asked.some(({ watched }) => !byId.has(watched.target.id)),
  };
}

function urgency({ reason }: Due): number {
  return DUE_REASONS.indexOf(reason);
}

/** Few APIs are asked for by name, since the whole account is many calls. */
async function lookUp(
  reader: AccountReader,
  asked: readonly Asked[],
  context: WatchContext,
): Promise<Fresh & { readonly blindSpots: readonly BlindSpot[] }> {
  const apis = new Set(asked.map(({ watched: { target } }) => target.apiId ?? target.apiName));
  const filters =
    apis.size > FEW_APIS ? [context.filter] : [...apis].map((api) => ({ ...context.filter, api }));
  const found = [];
  for (const filter of filters) found.push(await findTargets(reader, filter, () => undefined));
  const distinct = new Map(found.flatMap(({ targets }) => targets).map((target) => [target.id, target]));
  return {
    targets: [...distinct.values()],
    listed: found[0]?.listed ?? null,
    isListPartial: found.some(({ isListPartial }) => isListPartial),
    blindSpots: found.flatMap(({ blindSpots }) => blindSpots),
  };
}

function plan(target: Target, due: Due, fresh: Fresh, context: WatchContext) {
  const { window, baseline, nowMs } = context;
  const stage = dimensionsText(target.dimensions);
  const listed = due.withRoutes
    ? fresh.listed
    : (fresh.listed?.filter(({ dimensions }) => dimensionsText(dimensions) === stage) ?? null);
  return planMetrics({
    targets: [target],
    listed,
    isListPartial: fresh.isListPartial,
    window,
    baseline,
    nowMs,
  });
}

/** As many as the limit allows, in their order. What does not fit waits for another run. */
function withinLimit<T extends { readonly queries: readonly MetricQuery[] }>(
  plans: readonly T[],
  maxCostUsd: number | null,
): T[] {
  if (maxCostUsd === null) return [...plans];
  let left = maxCostUsd / PRICES.metricRequestedUsd;
  return plans.filter(({ queries }) => {
    if (queries.length > left) return false;
    left -= queries.length;
    return true;
  });
}

function tooDear(count: number, { maxCostUsd }: WatchContext): BlindSpot {
  const hint = `${count} targets were due to be read whole, which would cost more than the limit of ${maxCostUsd} USD a run; they were watched by the tripwire alone. Raise maxCostUsd, or make agent.sweep longer.`;
  return { source: "agent", target: null, code: "COST_LIMIT", hint };
}
