import type { MetricKey } from "../../model/metric-key.ts";
import { apiNameDimensions } from "../../catalog/dimensions.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { targetId, type Target } from "../../model/target.ts";
import { dimensionsText } from "../dimensions-text.ts";

/**
 * Settles under which name CloudWatch holds each REST API, and what cannot be told apart.
 *
 * - A name from which non-ASCII characters were removed may or may not have been trimmed: the list of metrics
 *   shows which. Unlisted, the first candidate stays.
 * - Two APIs of one name in one region share their series, since the name is their only key. Of stages with one
 *   name as well, the first by id stands for all.
 */
export function resolveNames(
  targets: readonly Target[],
  listed: readonly MetricKey[] | null,
): { readonly targets: readonly Target[]; readonly blindSpots: readonly BlindSpot[] } {
  const known = new Set((listed ?? []).map(({ dimensions }) => dimensionsText(dimensions)));
  const byId = new Map<string, Target[]>();
  for (const target of targets) {
    const resolved = target.kind === "rest" ? resolveName(target, known) : target;
    byId.set(resolved.id, [...(byId.get(resolved.id) ?? []), resolved]);
  }
  const kept: Target[] = [];
  const blindSpots: BlindSpot[] = [];
  for (const [id, sharing] of byId) {
    const ordered = sharing.sort((left, right) => ((left.apiId ?? "") < (right.apiId ?? "") ? -1 : 1));
    kept.push(...ordered.slice(0, 1));
    if (ordered.length > 1) blindSpots.push(sharedSeries(id, ordered));
  }
  return { targets: kept, blindSpots };
}

function resolveName(target: Target, known: ReadonlySet<string>): Target {
  const candidates = apiNameDimensions(target.apiName ?? "", target.apiId ?? "");
  const real = candidates.find((name) => known.has(dimensionsText({ ApiName: name, Stage: target.stage })));
  if (real === undefined || real === target.dimensions["ApiName"]) return target;
  return {
    ...target,
    id: targetId("rest", real, target.stage),
    dimensions: { ApiName: real, Stage: target.stage },
  };
}

function sharedSeries(id: string, sharing: readonly Target[]): BlindSpot {
  const ids = sharing.map(({ apiId }) => apiId ?? "?").join(", ");
  return {
    source: "metrics",
    target: id,
    code: "SHARED_SERIES",
    hint: `${sharing.length} REST APIs of one name (${ids}) share this stage's metrics, which add up; the configuration shown is that of the first. Rename one to tell them apart.`,
  };
}
