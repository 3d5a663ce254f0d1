import type { Random } from "../core/random.ts";
import { drawBinomial } from "./draw-binomial.ts";
import type { ClassDraw } from "./draw-cell.ts";
import { drawHypergeometric } from "./draw-hypergeometric.ts";
import { type LatencyDraw, drawOverhead } from "./draw-latencies.ts";

/**
 * Gives every request of a draw to one of `parts` equal stretches of its time at random, as Poisson
 * arrivals fall: the parts add up to the whole again, and are what drawing each part by itself would give.
 */
export function splitDraw(draw: ClassDraw, parts: number, random: Random): ClassDraw[] {
  const latencies = splitLatencies(draw, parts, random);
  const left = draw.outcomes.map(({ count }) => count);
  let remaining = draw.latencies.count;
  return latencies.map((part) => {
    // Who of the remaining requests falls into this part: outcome by outcome, without putting back.
    let room = part.count;
    let unseen = remaining;
    const outcomes = draw.outcomes.map(({ outcome }, index) => {
      const held = left[index] ?? 0;
      const count = drawHypergeometric(room, held, unseen, random);
      unseen -= held;
      left[index] = held - count;
      room -= count;
      return { outcome, count };
    });
    remaining -= part.count;
    return { tables: draw.tables, latencies: part, outcomes };
  });
}

function splitLatencies(
  { tables, latencies: draw }: ClassDraw,
  parts: number,
  random: Random,
): LatencyDraw[] {
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
  const counts = singles.map((values, part) => values.length / 2 + (grouped[part] ?? 0));
  const { overheadMs } = draw;
  // What each part's requests might take, levelled to what all of them took.
  const overheads = overheadMs === null ? [] : counts.map((count) => drawOverhead(tables, count, random));
  const sum = overheads.reduce((total, value) => total + value, 0);
  return singles.map((values, part) => ({
    count: counts[part] ?? 0,
    singles: values,
    groups: groups[part] ?? [],
    overheadMs: overheadMs === null ? null : sum > 0 ? ((overheads[part] ?? 0) * overheadMs) / sum : 0,
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
