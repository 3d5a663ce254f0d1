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
 * The likeliest start of a rise that the detector, which keeps little, told roughly: of all periods from which on the
 * share may be raised, the one with the greatest likelihood ratio of the share from there to the end against the usual
 * one. The counts are those from the new start on.
 *
 * @param counts that follow each other, the oldest first. @param earliestMs where the rise before it ended, or learning
 *   began to be about this rise. @param roughUntilMs where the rough start's own period ends, where it is known.
 */
export function withRefinedStart<S extends Stretch>(
  stretch: S,
  counts: readonly Counts[],
  earliestMs: number,
  roughUntilMs?: number,
): S {
  const { startMs, seenUntilMs, expected } = stretch;
  const usual = Math.min(0.9, expected / Math.max(1e-9, stretch.whole));
  const latestMs = roughUntilMs ?? (startMs % ROUGH_MS === 0 ? startMs + ROUGH_MS : startMs);
  const last = counts.at(-1);
  if (!(usual > 0) || startMs < earliestMs || last === undefined) return stretch;
  if (seenUntilMs > last.startMs + last.whole.length * last.periodMs) return stretch;
  let [part, whole, best] = [0, 0, 0];
  let refined = stretch;
  for (const { fromMs, own, requests } of backwards(counts, seenUntilMs)) {
    if (fromMs < earliestMs) break;
    part += own;
    whole += requests;
    if (own === 0 || fromMs > latestMs) continue;
    const nats = gain(part, whole, usual);
    if (nats <= best) continue;
    best = nats;
    refined = { ...stretch, startMs: fromMs, part, whole, expected: whole * usual };
  }
  return refined;
}

function* backwards(
  counts: readonly Counts[],
  untilMs: number,
): Generator<{ readonly fromMs: number; readonly own: number; readonly requests: number }> {
  for (const { startMs, periodMs, part, whole } of [...counts].reverse()) {
    const length = Math.min(whole.length, Math.round((untilMs - startMs) / periodMs));
    for (let index = length - 1; index >= 0; index -= 1)
      yield { fromMs: startMs + index * periodMs, own: part[index] ?? 0, requests: whole[index] ?? 0 };
  }
}

function gain(part: number, whole: number, usual: number): number {
  const share = part / whole;
  if (share <= usual) return 0;
  const others = whole - part;
  return part * Math.log(share / usual) + (others === 0 ? 0 : others * Math.log((1 - share) / (1 - usual)));
}
