import type { Random } from "../core/random.ts";

/** One of the items by their shares, which sum to 1; undefined where there is none. */
export function pickByShare<T>(
  items: readonly T[],
  shares: readonly number[],
  random: Random,
): T | undefined {
  let left = random.next();
  let chosen = 0;
  for (let index = 0; index < items.length; index += 1) {
    if ((shares[index] ?? 0) > 0) chosen = index;
    left -= shares[index] ?? 0;
    if (left < 0) break;
  }
  return items[chosen];
}
