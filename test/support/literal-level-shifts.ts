import { median, quantile } from "../../src/core/stats/quantile.ts";

/**
 * The definition of a level shift, point by point and as slow as it reads: nothing but contrasts once computed is
 * carried from one place to the next. Sizes of past contrasts are rounded to the middles of eighths of octaves, as the detector remembers them.
 */
export function literalLevelShifts(values: readonly number[]): (number | null)[] {
  const at = (end: number, size: number): number[] => values.slice(Math.max(0, end - size), end);
  const present = (list: readonly number[]): number[] => list.filter((value) => !Number.isNaN(value));
  const known = new Map<string, number>();
  const contrast = (index: number, width: number): number => {
    const name = `${index}/${width}`;
    const value = known.get(name) ?? compute(index, width);
    known.set(name, value);
    return value;
  };
  const compute = (index: number, width: number): number => {
    const recent = present(at(index + 1, width));
    const usual = present(at(index + 1 - width, 288));
    if (index < width || recent.length < 0.6 * width || usual.length < 48) return Number.NaN;
    return median(recent) - median(usual);
  };
  return values.map((_, index) => {
    if (index < 100) return null;
    const strengths = [6, 9, 12, 18].map((width) => {
      const now = contrast(index, width);
      if (!(Math.abs(now) >= 0.07)) return 0;
      const recent = present(at(index + 1, width));
      const usual = present(at(index + 1 - width, 288));
      const isApart =
        now > 0
          ? quantile(recent, 0.2) >= quantile(usual, 0.95)
          : quantile(recent, 0.8) <= quantile(usual, 0.05);
      if (!isApart) return 0;
      const past = present(
        Array.from({ length: index - width + 1 }, (_none, place) => contrast(place, width)),
      );
      const isKnown = past.length >= 24;
      const sizes = past.map(rounded).sort((left, right) => left - right);
      const spread = isKnown ? 1.4826 * (sizes[Math.ceil(sizes.length / 2) - 1] ?? 0) : 0;
      const farthest = isKnown ? Math.max(0, ...past.map((one) => one * Math.sign(now))) : 0;
      const needed = (1 + 2 / width) * Math.max(2 * Math.max(0.01, spread), 1.6 * farthest);
      return Math.min(Math.abs(now) / 0.07, Math.abs(now) / needed);
    });
    const strength = Math.max(...strengths);
    return strength >= 1 ? strength : null;
  });
}

function rounded(contrast: number): number {
  const size = Math.max(2 ** -11, Math.abs(contrast));
  const octave = 2 ** Math.floor(Math.log2(size));
  return octave * (1 + (Math.floor((size / octave - 1) * 8) + 0.5) / 8);
}
