import type { Target } from "../../model/target.ts";
import type { TraceSlice } from "../../model/trace.ts";
import type { TargetTraces } from "../../model/trace-report.ts";
import { profileTrace, type RequestProfile } from "./profile-trace.ts";

export interface SliceProfiles {
  /** By time. */
  readonly profiles: readonly RequestProfile[];
  readonly problems: TargetTraces["problems"];
}

/** Every request that the slices of one target tell of. A trace that stands in two of them counts once. */
export function profileSlices(slices: readonly TraceSlice[], target: Target): SliceProfiles {
  const problems = { malformed: 0, cut: 0, inProgress: 0, missingParents: 0, skewed: 0, outlasting: 0 };
  const seen = new Set<string>();
  const profiles: RequestProfile[] = [];
  for (const trace of slices.flatMap(({ traces }) => traces)) {
    if (seen.has(trace.id)) continue;
    seen.add(trace.id);
    const profile = profileTrace(trace, target);
    profiles.push(...profile.requests);
    problems.malformed += trace.malformed;
    problems.cut += trace.isCut ? 1 : 0;
    problems.inProgress += profile.problems.inProgress;
    problems.missingParents += profile.problems.missingParents;
    problems.skewed += profile.problems.skewed;
    problems.outlasting += profile.problems.outlasting;
  }
  return { profiles: profiles.sort((left, right) => left.startMs - right.startMs), problems };
}
