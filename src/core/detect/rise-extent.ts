import type { Counted, RecentWindows } from "./recent-windows.ts";

/** Nats for "raised" against "usual" that an event, and a request without one, are worth. Shares 0..1. */
export function natsOf(raised: number, usual: number): { readonly event: number; readonly other: number } {
  const high = Math.min(0.98, raised);
  const low = Math.min(0.9 * high, usual);
  return { event: Math.log(high / low), other: Math.log((1 - high) / (1 - low)) };
}

/**
 * Where a rise began: the start from which the log-likelihood ratio of the raised share against the usual one, up to
 * now, is greatest, with the share re-estimated from it. `expected` counts events.
 *
 * @param share observed in the window that told. @param usual share there.
 * @param factor of the usual share on what the windows call expected.
 */
export function riseExtent(
  windows: RecentWindows,
  minute: number,
  isWide: boolean,
  { share, usual, factor }: { readonly share: number; readonly usual: number; readonly factor: number },
): Counted {
  let extent: Counted = { start: minute, part: 0, whole: 0, expected: 0 };
  let raised = share;
  for (let round = 0; round < 3; round += 1) {
    const { event, other } = natsOf(raised, usual);
    const sum = { nats: 0, part: 0, whole: 0, expected: 0 };
    let best = -Infinity;
    for (const { start, part, whole, expected } of windows.backwards(minute, isWide)) {
      sum.part += part;
      sum.whole += whole;
      sum.expected += expected * factor;
      sum.nats += part * event + (whole - part) * other;
      if (sum.nats <= best || whole === 0) continue;
      best = sum.nats;
      extent = { start, part: sum.part, whole: sum.whole, expected: sum.expected };
    }
    raised = extent.part / Math.max(1e-9, extent.whole);
  }
  return extent;
}
