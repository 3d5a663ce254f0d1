import type { BlindSpot } from "../../model/snapshot.ts";

export interface BlindSpotGroup {
  readonly spot: BlindSpot;
  /** Ids; empty where a region or the whole run is concerned. */
  readonly targets: readonly string[];
}

/** The same trouble on many targets is told once. */
export function blindSpotGroups(blindSpots: readonly BlindSpot[]): BlindSpotGroup[] {
  const groups = new Map<string, { spot: BlindSpot; targets: string[] }>();
  for (const spot of blindSpots) {
    const key = JSON.stringify([spot.source, spot.code, spot.hint]);
    const group = groups.get(key) ?? { spot, targets: [] };
    if (spot.target !== null) group.targets.push(spot.target);
    groups.set(key, group);
  }
  return [...groups.values()];
}
