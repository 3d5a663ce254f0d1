import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

import { hashText } from "./hash.ts";

/** A seeded stream of randomness. Passed in wherever chance is needed, so that every run can be repeated. */
export interface Random {
  /** The next number, uniform in [0, 1). */
  next(): number;
  /** An independent stream named by `label`: the same seed and label always give the same numbers. */
  fork(label: string): Random;
}

/** @param seed any integer; only its low 32 bits count. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed | 0);
  return {
    next: () => (generator.next() >>> 0) / 2 ** 32,
    fork: (label) => createRandom(hashText(`${seed}/${label}`)),
  };
}
