// Half a million values in half a megabyte. What is written of a value is three significant digits, since no more are
// shown; and of a line of values, the step from one to the next, which is small where a line is smooth:
//
//   value:  52.3   53.1   -    51.9  2400        in units of 0.1
//   code:   523    531    gap  519   2040        0..999 as they are; 100..999 times a power of ten in each 900 after
//   step:   523    8      ~1   -12   1521
//   text:   2gB    Q      ~B   X     i_C         base 32, the lowest digits first, a digit from 32 up has one after it
//
// A step is doubled, and made odd where it goes down (zigzag), so that its sign costs a bit.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const GAP = "~";

/**
 * Values on a grid as a text; null is a gap. browser/unpack-values.ts reads it.
 *
 * @param unit what the smallest difference that is kept is worth.
 * Edge cases: what is negative becomes 0; what is not finite, a gap.
 */
export function packValues(values: readonly (number | null)[], unit: number): string {
  let text = "";
  let [before, gap] = [0, 0];
  const endGap = (): void => {
    if (gap > 0) text += GAP + digits(gap);
    gap = 0;
  };
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) {
      gap += 1;
      continue;
    }
    endGap();
    const code = codeOf(Math.max(0, value) / unit);
    const step = code - before;
    text += digits(step >= 0 ? step * 2 : -step * 2 - 1);
    before = code;
  }
  endGap();
  return text;
}

function codeOf(value: number): number {
  const whole = Math.round(value);
  if (whole < 1_000) return whole;
  // Not the logarithm: at powers of ten it may be a hair too small. Nor a text: there are half a million values.
  let [power, digit] = [3, 10];
  for (; whole >= digit * 1_000 && power < 300; power += 1) digit *= 10;
  return 900 * (power - 2) + Math.round(whole / digit);
}

function digits(value: number): string {
  let text = "";
  let rest = value;
  for (;;) {
    const digit = rest % 32;
    rest = Math.floor(rest / 32);
    text += DIGITS.charAt(rest > 0 ? digit + 32 : digit);
    if (rest === 0) return text;
  }
}
