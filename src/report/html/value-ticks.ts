/** Gridlines that an axis from zero is given. */
const WANTED = 4;

/**
 * Round values for an axis from zero, ascending, the last one at or above `most`: 0, 50, 100, 150.
 *
 * Edge cases: nothing above zero gives 0 and 1, so that the axis has a height.
 */
export function valueTicks(most: number): number[] {
  if (!(most > 0)) return [0, 1];
  const raw = most / WANTED;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = magnitude * ([1, 2, 5].find((factor) => factor * magnitude >= raw) ?? 10);
  const count = Math.ceil(most / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
