// The reverse of src/report/html/pack-values.ts, which says how values are written.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const GAP = "~";

/** Values on a grid of equal steps; null is a gap. */
export function unpackValues(text: string, unit: number): (number | null)[] {
  const values: (number | null)[] = [];
  let code = 0;
  let at = 0;
  const number = (): number => {
    let [value, scale] = [0, 1];
    for (;;) {
      const digit = DIGITS.indexOf(text.charAt(at));
      if (digit < 0) throw new Error(`values are broken at ${at}`);
      at += 1;
      value += (digit % 32) * scale;
      scale *= 32;
      if (digit < 32) return value;
    }
  };
  while (at < text.length) {
    if (text.charAt(at) === GAP) {
      at += 1;
      for (let left = number(); left > 0; left -= 1) values.push(null);
    } else {
      const step = number();
      code += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
      const power = Math.max(0, Math.floor((code - 100) / 900));
      values.push((code - 900 * power) * 10 ** power * unit);
    }
  }
  return values;
}
