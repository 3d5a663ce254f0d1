import type { Random } from "../core/random.ts";
import { drawBinomial } from "./draw-binomial.ts";
import { drawNormal } from "./draw-normal.ts";
import type { ClassDraw } from "./draw-cell.ts";
import type { LatencyDraw } from "./draw-latencies.ts";

/**
 * Gives every request of a draw to one of `parts` equal stretches of its time at random, as Poisson
 * arrivals fall: the parts add up to the whole again, and are what drawing each part by itself would give.
 */
export function splitDraw(draw: ClassDraw, parts: number, random: Random): ClassDraw[] {
  const latencies = splitLatencies(draw.latencies, parts, random);
  const left = draw.outcomes.map(({ count }) => count);
  let remaining = draw.latencies.count;
  return latencies.map((part) => {
    // Who of the remaining requests falls into this part: outcome by outcome, without putting back.
    let room = part.count;
    let others = remaining;
    const outcomes = draw.outcomes.map(({ outcome }, index) => {
      const held = left[index] ?? 0;
      others -= held;
      const least = Math.max(0, room - others);
      const drawn = others <= 0 ? room : drawBinomial(held, room / (held + others), random);
      const count = Math.min(held, room, Math.max(least, drawn));
      left[index] = held - count;
      room -= count;
      return { outcome, count };
    });
    remaining -= part.count;
    return { tables: draw.tables, latencies: part, outcomes };
  });
}

function splitLatencies(draw: LatencyDraw, parts: number, random: Random): LatencyDraw[] {
  const singles = Array.from({ length: parts }, (): number[] => []);
  for (let index = 0; index < draw.singles.length; index += 2) {
    const part = singles[Math.floor(random.next() * parts)];
    part?.push(draw.singles[index] ?? Number.NaN, draw.singles[index + 1] ?? 0);
  }
  const groups = Array.from({ length: parts }, (): number[] => []);
  for (const count of draw.groups) {
    splitCount(count, parts, random).forEach((share, part) => groups[part]?.push(share));
  }
  const grouped = groups.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  const strata = splitStrata(draw.strata, grouped, random);
  return singles.map((values, part) => ({
    count: values.length / 2 + (grouped[part] ?? 0),
    singles: values,
    groups: groups[part] ?? [],
    strata: strata[part] ?? [],
  }));
}

/** A multinomial split with equal shares, as a chain of binomial draws. */
function splitCount(count: number, parts: number, random: Random): number[] {
  let left = count;
  return Array.from({ length: parts }, (_, part) => {
    const taken = part === parts - 1 ? left : drawBinomial(left, 1 / (parts - part), random);
    left -= taken;
    return taken;
  });
}

/**
 * Deals the strata's requests to parts of known sizes: hypergeometric, by its normal limit. Each stratum
 * adds up to what it was; a part's sum may miss its size by a fraction, which its user levels out.
 */
function splitStrata(strata: readonly number[], sizes: readonly number[], random: Random): number[][] {
  const left = [...strata];
  let remaining = sizes.reduce((sum, size) => sum + size, 0);
  return sizes.map((size, part) => {
    const isLast = part === sizes.length - 1;
    const taken = left.map((held) => {
      if (isLast || remaining <= 0) return held;
      const share = size / remaining;
      const deviation = Math.sqrt(Math.max(0, held * share * (1 - share) * (1 - held / remaining)));
      return Math.min(held, Math.max(0, held * share + deviation * drawNormal(random)));
    });
    taken.forEach((count, index) => (left[index] = (left[index] ?? 0) - count));
    remaining -= size;
    return taken;
  });
}
