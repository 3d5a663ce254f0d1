import type { Series } from "../../model/series.ts";
import type { Snapshot } from "../../model/snapshot.ts";

const bySnapshot = new WeakMap<Snapshot, ReadonlyMap<string, readonly Series[]>>();

/** A target's series, in an order that does not depend on the snapshot's. Indexed once for each snapshot. */
export function seriesOf(snapshot: Snapshot, target: string): readonly Series[] {
  const known = bySnapshot.get(snapshot) ?? index(snapshot.series);
  bySnapshot.set(snapshot, known);
  return known.get(target) ?? [];
}

function index(all: readonly Series[]): ReadonlyMap<string, readonly Series[]> {
  const byTarget = new Map<string, Series[]>();
  for (const series of all) {
    if (series.target === null) continue;
    const known = byTarget.get(series.target);
    if (known === undefined) byTarget.set(series.target, [series]);
    else known.push(series);
  }
  return byTarget;
}
