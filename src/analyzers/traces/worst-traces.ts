import type { Finding } from "../../model/finding.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { WorstTraces } from "../../model/worst-traces.ts";
import { profileSlices } from "./profile-slices.ts";
import type { RequestProfile } from "./profile-trace.ts";
import { toWaterfall } from "./to-waterfall.ts";

/** For each target with traces its slowest request before its first finding began, and since then. */
export function worstTraces({ traces, targets }: Snapshot, findings: readonly Finding[]): WorstTraces[] {
  return targets.flatMap((target) => {
    const slices = (traces ?? []).filter((slice) => slice.target === target.id);
    const { profiles } = profileSlices(slices, target);
    const starts = findings
      .filter((finding) => finding.target === target.id)
      .map(({ startedAt }) => Date.parse(startedAt));
    const beganMs = Math.min(...starts);
    const isBefore = ({ startMs }: RequestProfile): boolean => starts.length > 0 && startMs < beganMs;
    const before = slowest(profiles.filter(isBefore));
    const since = slowest(profiles.filter((profile) => !isBefore(profile)));
    if (before === null && since === null) return [];
    return [{ target: target.id, before: before && toWaterfall(before), since: since && toWaterfall(since) }];
  });
}

function slowest(profiles: readonly RequestProfile[]): RequestProfile | null {
  return profiles.reduce<RequestProfile | null>(
    (worst, profile) => (worst === null || profile.durationMs > worst.durationMs ? profile : worst),
    null,
  );
}
