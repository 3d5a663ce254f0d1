import type { Counted, RecentWindows } from "./recent-windows.ts";

/** Nats for "raised" against "usual" that an event, and a request without one, are worth. Shares 0..1. */
export function natsOf(raised: number, usual: number): { readonly event: number; readonly other: number } {
  const high = Math.min(0.98, raised);
  const low = Math.min(0.9 * high, usual);
  return { event: Math.log(high / low), other: Math.log((1 - high) / (1 - low)) };
}

/**
 * Where a rise began: of all starts the one from which, up to now, the log-likelihood ratio of the share seen since then
 * against the usual one is greatest. `expected` counts events.
 *
 * Source: generalised likelihood ratio, Lorden 1971.
 *
 * @param factor of the usual share on what the windows call expected.
 */
export function riseExtent(windows: RecentWindows, minute: number, isWide: boolean, factor: number): Counted {
  let extent: Counted = { start: minute, part: 0, whole: 0, expected: 0 };
  const sum = { part: 0, whole: 0, expected: 0 };
  let best = -Infinity;
  for (const { start, part, whole, expected } of windows.backwards(minute, isWide)) {
    sum.part += part;
    sum.whole += whole;
    sum.expected += expected * factor;
    // A rise begins with an event.
    if (!(part > ROUNDING)) continue;
    const nats = natsSince(sum);
    if (nats <= best) continue;
    best = nats;
    extent = { start, ...sum };
  }
  return extent;
}

function natsSince({ part, whole, expected }: Omit<Counted, "start">): number {
  const share = Math.min(1, part / whole);
  const usual = Math.min(0.9 * share, expected / whole);
  const others = share < 1 ? (whole - part) * Math.log((1 - share) / (1 - usual)) : 0;
  return expected < part ? part * Math.log(share / usual) + others : -Infinity;
}

/** Sums of what was divided among minutes leave crumbs. */
const ROUNDING = 1e-4;
