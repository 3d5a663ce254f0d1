import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

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
  // Neighbouring seeds (and hashes of neighbouring labels) differ in few bits, which the generator would
  // carry into its first numbers; the finalizer spreads every bit of the seed over the whole state.
  const generator = xoroshiro128plusFromState([1, 2, 3, 4].map((index) => mix(seed + index * 0x9e3779b9)));
  return {
    next: () => (generator.next() >>> 0) / 2 ** 32,
    fork: (label) => createRandom(hashText(`${seed}/${label}`)),
  };
}

/** Source: MurmurHash3's 32-bit finalizer (Appleby, public domain). */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) | 0;
}
