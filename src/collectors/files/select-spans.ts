import { ToolError } from "../../core/errors.ts";
import type { BlindSpot, Snapshot } from "../../model/snapshot.ts";
import { sliceSnapshot } from "./slice-snapshot.ts";

/** What to look at within what a snapshot holds; what is left out stays as it is there. */
export interface SpanOptions {
  /** Length of the window. */
  readonly windowMs?: number;
  /** End of the window, epoch milliseconds. */
  readonly untilMs?: number;
  /** Length of the baseline; all that is there before the window where it is left out. */
  readonly baselineMs?: number;
}

/**
 * The snapshot with another window and baseline. Pure.
 *
 * Edge cases: where more is asked for than is there, a blind spot says so.
 * Errors: E_USAGE where the window that is asked for lies outside of what is there.
 */
export function selectSpans(snapshot: Snapshot, options: SpanOptions): Snapshot {
  const { windowMs, untilMs, baselineMs } = options;
  if (windowMs === undefined && untilMs === undefined && baselineMs === undefined) return snapshot;
  const firstMs = Math.min(snapshot.baseline.startMs, snapshot.window.startMs);
  const lastMs = snapshot.window.endMs;
  const wantedEndMs = untilMs ?? lastMs;
  const wantedStartMs = wantedEndMs - (windowMs ?? lastMs - snapshot.window.startMs);
  const startMs = Math.max(wantedStartMs, firstMs);
  const endMs = Math.min(wantedEndMs, lastMs);
  if (startMs >= endMs) {
    throw new ToolError(
      "E_USAGE",
      `the data reach from ${iso(firstMs)} to ${iso(lastMs)}; asked for is ${iso(wantedStartMs)} to ${iso(wantedEndMs)}`,
      { hint: "Choose --since and --until within them." },
    );
  }
  const baselineStartMs = baselineMs === undefined ? firstMs : Math.max(firstMs, startMs - baselineMs);
  const sliced = sliceSnapshot(snapshot, {
    window: { startMs, endMs },
    baseline: { startMs: baselineStartMs, endMs: startMs },
  });
  const blindSpots = sliced.blindSpots.filter(({ code }) => code !== "NO_BASELINE");
  if (wantedStartMs < firstMs || wantedEndMs > lastMs) {
    blindSpots.push(spot("NOT_RECORDED", `Only ${iso(firstMs)} to ${iso(lastMs)} is there.`));
  }
  if (baselineStartMs === startMs) {
    blindSpots.push(
      spot("NO_BASELINE", "Nothing before the window is there, so nothing tells what is normal."),
    );
  }
  return { ...sliced, blindSpots };
}

function spot(code: string, hint: string): BlindSpot {
  return { source: "files", target: null, code, hint };
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
