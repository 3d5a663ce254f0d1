/** Below this, real traffic is not known to stay: a tenth up and down. */
const LEAST_VARIANCE = 0.01;
/** The most deviating share of the blocks, which may be past incidents. */
const OUTLIERS = 0.05;

/**
 * Relative variance with which counts stray from what was usual, beyond Poisson's, over blocks of `length` places; 1
 * where nothing was usual.
 */
export function blockVariance(came: Float64Array, usual: Float64Array, length: number): number {
  const blocks: { readonly weight: number; readonly excess: number }[] = [];
  for (let start = 0; start + length <= came.length; start += length) {
    let expected = 0;
    let count = 0;
    for (let index = start; index < start + length; index += 1) {
      expected += usual[index] ?? 0;
      count += came[index] ?? 0;
    }
    if (expected > 0)
      blocks.push({ weight: expected * expected, excess: (count - expected) ** 2 - expected });
  }
  blocks.sort((left, right) => left.excess / left.weight - right.excess / right.weight);
  const kept = blocks.slice(0, Math.ceil((1 - OUTLIERS) * blocks.length));
  const weight = kept.reduce((sum, block) => sum + block.weight, 0);
  const excess = kept.reduce((sum, block) => sum + block.excess, 0);
  return weight > 0 ? Math.max(LEAST_VARIANCE, excess / weight) : 1;
}
