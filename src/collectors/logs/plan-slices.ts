import { MINUTE_MS, type Window } from "../../core/window.ts";

/** A page has 1 MB: a slice of two pages is worth its calls, and there are enough slices to read side by side. */
const BYTES_PER_SLICE = 2 << 20;
const MOST_SLICES = 400;
/** Where nobody knows how much there is. */
const BLIND_SLICES = 10;
/** A sample has a piece of every minute, or of as many stretches of time. */
const MOST_SAMPLES = 120;
/** Successive multiples of it fall into ever different parts of a stretch: no sample is of every minute's beginning. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The spans of time to read, whole milliseconds, apart from each other, in an order in which any first part of them lies
 * evenly over the window. Together they are the window, or, where that holds more than `maxBytes`, an even sample of it
 * that holds about so many.
 *
 * @param estimatedBytes in the window; null: nobody knows.
 */
export function planSlices(window: Window, estimatedBytes: number | null, maxBytes: number): Window[] {
  const lengthMs = window.endMs - window.startMs;
  const share = estimatedBytes === null ? 1 : Math.min(1, maxBytes / estimatedBytes);
  const wanted =
    share < 1
      ? Math.min(MOST_SAMPLES, Math.ceil(lengthMs / MINUTE_MS))
      : estimatedBytes === null
        ? BLIND_SLICES
        : Math.min(MOST_SLICES, Math.ceil(estimatedBytes / BYTES_PER_SLICE));
  const count = Math.max(1, Math.min(wanted, lengthMs));
  const slices = Array.from({ length: count }, (_, index) => {
    const fromMs = window.startMs + Math.round((lengthMs * index) / count);
    const toMs = window.startMs + Math.round((lengthMs * (index + 1)) / count);
    const takenMs = Math.max(1, Math.round((toMs - fromMs) * share));
    const startMs = fromMs + Math.round((toMs - fromMs - takenMs) * ((index * GOLDEN) % 1));
    return { startMs, endMs: startMs + takenMs };
  });
  return spread(slices);
}

/** In the order of the reversed bits of their places: 0, 4, 2, 6, 1, 5, 3, 7. */
function spread<T>(items: readonly T[]): T[] {
  const bits = Math.ceil(Math.log2(Math.max(2, items.length)));
  const order: T[] = [];
  for (let number = 0; number < 2 ** bits; number += 1) {
    let place = 0;
    for (let bit = 0; bit < bits; bit += 1)
      place += Math.floor(number / 2 ** bit) % 2 === 1 ? 2 ** (bits - 1 - bit) : 0;
    const item = items[place];
    if (item !== undefined) order.push(item);
  }
  return order;
}
