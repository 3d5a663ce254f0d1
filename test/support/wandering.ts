import type { Random } from "../../src/core/random.ts";

/**
 * A level that wanders: each point remembers `memory` of the one before it (AR(1), so neighbours resemble each other)
 * and adds a normal number of standard deviation `spread`.
 */
export function wandering(
  random: Random,
  { points, memory, spread }: { readonly points: number; readonly memory: number; readonly spread: number },
): number[] {
  const values: number[] = [];
  let level = 0;
  for (let index = 0; index < points; index += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    level = memory * level + spread * normal;
    values.push(3 + level);
  }
  return values;
}
