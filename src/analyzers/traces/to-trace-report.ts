import { createRandom } from "../../core/random.ts";
import { compareText } from "../../core/order.ts";
import type { Window } from "../../core/window.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { TraceReport } from "../../model/trace-report.ts";
import { compareProfiles } from "./compare-profiles.ts";
import { profileSlices } from "./profile-slices.ts";
import { summarizeTarget } from "./summarize-target.ts";

export interface TraceReportOptions {
  /** What the targets' own pages are about. */
  readonly window: Window;
  /** Two spans to compare; null: none. */
  readonly compared: { readonly before: Window; readonly after: Window } | null;
  /** The trace that is drawn; undefined: each target's slowest. */
  readonly waterfallOf?: string | undefined;
}

/** Resampling needs chance, and the same traces are to give the same numbers. */
const SEED = 20_261_123;

/** What a snapshot's traces say, targets in their order; those without traces are left out. */
export function toTraceReport(snapshot: Snapshot, options: TraceReportOptions): TraceReport {
  const { window, compared, waterfallOf } = options;
  const slices = snapshot.traces ?? [];
  const traced = snapshot.targets
    .filter(({ id }) => slices.some(({ target }) => target === id))
    .sort((left, right) => compareText(left.id, right.id));
  const random = createRandom(SEED);
  const ofTarget = ({ id }: Target) => slices.filter(({ target }) => target === id);
  return {
    schemaVersion: 1,
    window: toIso(window),
    targets: traced.map((target) =>
      summarizeTarget(
        target,
        ofTarget(target).filter(({ startMs, endMs }) => startMs >= window.startMs && endMs <= window.endMs),
        random.fork(target.id),
        waterfallOf,
      ),
    ),
    comparisons:
      compared === null
        ? []
        : traced.map((target) => {
            const { profiles } = profileSlices(ofTarget(target), target);
            const within = ({ startMs, endMs }: Window) =>
              profiles.filter(
                (one) => one.pick === "sample" && one.startMs >= startMs && one.startMs < endMs,
              );
            return {
              target: target.id,
              beforeWindow: toIso(compared.before),
              afterWindow: toIso(compared.after),
              comparison: compareProfiles(
                within(compared.before),
                within(compared.after),
                random.fork(`compare ${target.id}`),
              ),
            };
          }),
    blindSpots: [...snapshot.blindSpots],
    cost: snapshot.cost,
  };
}

function toIso({ startMs, endMs }: Window): { start: string; end: string } {
  return { start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() };
}
