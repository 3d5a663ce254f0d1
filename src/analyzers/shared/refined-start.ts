import { MINUTE_MS } from "../../core/window.ts";
import type { Counts } from "./counts.ts";

/** Counts of a stretch; `expected` are events. */
interface Stretch {
  readonly startMs: number;
  readonly seenUntilMs: number;
  readonly part: number;
  readonly whole: number;
  readonly expected: number;
}

/** The detector keeps half hours of what is longer ago than an hour, and looks back no further where an hour told. */
const ROUGH_MS = 30 * MINUTE_MS;

/**
 * The likeliest start of a rise that the detector, which keeps little, told roughly: of all periods of the window from
 * which on the share may be raised, the one with the greatest likelihood ratio of the share from there to the end
 * against the usual one. The counts are those from the new start on.
 *
 * @param earliestMs where the rise before it ended.
 */
export function withRefinedStart<S extends Stretch>(stretch: S, window: Counts, earliestMs: number): S {
  const { startMs, seenUntilMs, expected } = stretch;
  const usual = Math.min(0.9, expected / Math.max(1e-9, stretch.whole));
  const latestMs = startMs % ROUGH_MS === 0 ? startMs + ROUGH_MS : startMs;
  const last = Math.round((seenUntilMs - window.startMs) / window.periodMs);
  if (!(usual > 0) || startMs < window.startMs || last > window.whole.length) return stretch;
  let [part, whole, best] = [0, 0, 0];
  let refined = stretch;
  for (let index = last - 1; index >= 0; index -= 1) {
    const own = window.part[index] ?? 0;
    part += own;
    whole += window.whole[index] ?? 0;
    const fromMs = window.startMs + index * window.periodMs;
    if (fromMs < earliestMs) break;
    if (own === 0 || fromMs > latestMs) continue;
    const nats = gain(part, whole, usual);
    if (nats <= best) continue;
    best = nats;
    refined = { ...stretch, startMs: fromMs, part, whole, expected: whole * usual };
  }
  return refined;
}

function gain(part: number, whole: number, usual: number): number {
  const share = part / whole;
  if (share <= usual) return 0;
  const others = whole - part;
  return part * Math.log(share / usual) + (others === 0 ? 0 : others * Math.log((1 - share) / (1 - usual)));
}
