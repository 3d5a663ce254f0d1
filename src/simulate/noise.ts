/**
 * Noise that can be read at any index in any order: no state, so a question about an hour does not depend
 * on which hours were asked before.
 *
 *   hashNormal     * independent at every whole index
 *   smoothNoise   a curve through those of a coarse grid:  *---..__  __..--*
 *                                                                  ''*
 */

/** A standard normal number that belongs to (seed, index), by Box-Muller over two hashed uniform numbers. */
export function hashNormal(seed: number, index: number): number {
  const u = (hash(seed, 2 * index) + 0.5) / 2 ** 32;
  const v = (hash(seed, 2 * index + 1) + 0.5) / 2 ** 32;
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

/** Standard normal at every `x`, with correlation that fades over about one unit of `x`. */
export function smoothNoise(seed: number, x: number): number {
  return createSmoothNoise(seed)(x);
}

/** The same curve for many `x`: of the grid's points only the last two are kept, since questions come in order. */
export function createSmoothNoise(seed: number): (x: number) => number {
  let known = Number.NaN;
  let before = 0;
  let after = 0;
  return (x) => {
    const index = Math.floor(x);
    if (index !== known) {
      before = hashNormal(seed, index);
      after = hashNormal(seed, index + 1);
      known = index;
    }
    const right = (1 - Math.cos(Math.PI * (x - index))) / 2;
    const left = 1 - right;
    // Between the grid's points two numbers are averaged, which alone would make the curve calmer there.
    return (left * before + right * after) / Math.sqrt(left * left + right * right);
  };
}

function hash(seed: number, index: number): number {
  let bits = (seed ^ Math.imul(index | 0, 0x9e3779b9)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  bits ^= bits >>> 16;
  bits = Math.imul(bits ^ (index | 0), 0x85ebca6b);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
