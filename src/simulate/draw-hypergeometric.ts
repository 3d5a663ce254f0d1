import { drawNormal } from "./draw-normal.ts";
import type { Random } from "../core/random.ts";

/**
 * How many marked ones are among `drawn` of `total`, of which `marked` are, taken without putting back.
 *
 * Marked and unmarked, taken and left are interchangeable, so the rarer of both are counted. Where few are expected by
 * inversion, from none on:  P(0) = product over the marked of (not taken / left),
 * P(k + 1) / P(k) = (marked - k) (drawn - k) / ((k + 1) (total - marked - drawn + k + 1)). Else the normal limit, rounded.
 *
 * Shape: whole numbers, `marked` and `drawn` at most `total`. The answer is one that can happen:
 * max(0, drawn + marked - total) to min(drawn, marked).
 */
export function drawHypergeometric(drawn: number, marked: number, total: number, random: Random): number {
  if (2 * marked > total) return drawn - drawHypergeometric(drawn, total - marked, total, random);
  if (2 * drawn > total) return marked - drawHypergeometric(total - drawn, marked, total, random);
  const most = Math.min(drawn, marked);
  if (most === 0) return 0;
  const mean = (drawn * marked) / total;
  if (mean < 10) return byInversion(drawn, marked, total, random);
  const variance = (mean * (1 - marked / total) * (total - drawn)) / (total - 1);
  return Math.min(most, Math.max(0, Math.round(mean + Math.sqrt(variance) * drawNormal(random))));
}

function byInversion(drawn: number, marked: number, total: number, random: Random): number {
  const fewer = Math.min(drawn, marked);
  const more = Math.max(drawn, marked);
  let exactly = 1;
  for (let one = 0; one < fewer; one += 1) exactly *= (total - more - one) / (total - one);
  let left = random.next();
  let taken = 0;
  while (left > exactly && taken < fewer) {
    left -= exactly;
    exactly *= ((fewer - taken) * (more - taken)) / ((taken + 1) * (total - more - fewer + taken + 1));
    taken += 1;
  }
  return taken;
}
