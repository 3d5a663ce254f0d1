import type { Random } from "../core/random.ts";
import { drawNormal } from "./draw-normal.ts";
import { drawPoisson } from "./draw-poisson.ts";

/**
 * How many of `count` happen that each happen with probability `share`.
 *
 * Where few are expected by inversion. Rare among many (below one in a hundred): a Poisson number, whose
 * distance from the binomial in total variation is below `share`. Else the normal limit, rounded.
 *
 * Source of the bound: Barbour and Hall 1984, "On the rate of Poisson convergence".
 */
export function drawBinomial(count: number, share: number, random: Random): number {
  if (count <= 0 || share <= 0) return 0;
  if (share >= 1) return count;
  if (share > 0.5) return count - drawBinomial(count, 1 - share, random);
  if (count * share < 10) return byInversion(count, share, random);
  if (share < 0.01) return Math.min(count, drawPoisson(count * share, random));
  const drawn = count * share + Math.sqrt(count * share * (1 - share)) * drawNormal(random);
  return Math.min(count, Math.max(0, Math.round(drawn)));
}

function byInversion(count: number, share: number, random: Random): number {
  let left = random.next();
  let exactly = (1 - share) ** count;
  let taken = 0;
  while (left > exactly && taken < count) {
    left -= exactly;
    exactly *= ((count - taken) / (taken + 1)) * (share / (1 - share));
    taken += 1;
  }
  return taken;
}
