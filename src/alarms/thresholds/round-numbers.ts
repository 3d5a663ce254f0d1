const MANTISSAS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];

/**
 * Numbers that a person would write as a threshold, ascending, within the bounds (inclusive): 0.02, 0.025, 0.03 ... 1,200, 1,500.
 * Whole ones only where the least is at least 1: nobody counts 2.5 errors.
 */
export function roundNumbers(least: number, most: number): readonly number[] {
  const numbers: number[] = [];
  for (let exponent = Math.floor(Math.log10(least)) - 1; 10 ** exponent <= most; exponent += 1) {
    for (const mantissa of MANTISSAS) {
      const number = Number(`${mantissa}e${exponent}`);
      const isWanted = number >= least && number <= most && (least < 1 || Number.isInteger(number));
      if (isWanted) numbers.push(number);
    }
  }
  return numbers;
}
