import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseSeriesValues } from "../../src/alarms/cases/parse-series-values.ts";

const gap = undefined;
/** Numbers of which sums are exact, so that a series can be told back from its values. */
const eighth = fc.integer({ min: -800, max: 800 }).map((eighths) => eighths / 8);

/** The shortest notation of values, found greedily: gaps together, steps of one size together. */
function written(values: readonly (number | undefined)[]): string {
  const items: string[] = [];
  let at = 0;
  while (at < values.length) {
    const first = values[at];
    let end = at + 1;
    if (first === gap) {
      while (end < values.length && values[end] === gap) end += 1;
      items.push(end - at === 1 ? "_" : `_x${end - at}`);
    } else {
      const next = values[end];
      const step = next === gap ? 0 : next - first;
      while (end < values.length && values[end] === first + (end - at) * step) end += 1;
      const how = step === 0 ? "" : step < 0 ? String(step) : `+${step}`;
      items.push(end - at === 1 ? String(first) : `${first}${how}x${end - at - 1}`);
    }
    at = end;
  }
  return items.join(" ");
}

describe("the compact notation of series", () => {
  it("gives back every series that is written in it", () => {
    let gaps = 0;
    let repeats = 0;
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.tuple(fc.constant(gap), fc.constant(0), fc.integer({ min: 1, max: 5 })),
            fc.tuple(eighth, fc.oneof(fc.constant(0), eighth), fc.integer({ min: 1, max: 6 })),
          ),
          { minLength: 1, maxLength: 8 },
        ),
        (pieces) => {
          const values = pieces.flatMap(([first, step, count]) =>
            Array.from({ length: count }, (_, index) => (first === gap ? gap : first + index * step)),
          );
          const text = written(values);
          gaps += Number(text.includes("_x"));
          repeats += Number(/[+-][\d.]+x/.test(text));
          expect(parseSeriesValues(text)).toEqual({ kind: "values", values });
        },
      ),
      { numRuns: 500 },
    );
    expect(gaps).toBeGreaterThan(50);
    expect(repeats).toBeGreaterThan(50);
  });

  it("reads any text, or says where in it is what cannot be read", () => {
    const piece = fc.constantFrom("1", "5", "x", "+", "-", "_", " ", ".", "e", "stale", "{{", "é", "0x3");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const parsed = parseSeriesValues(text);
        const isFine =
          parsed.kind === "values"
            ? parsed.values.length > 0
            : parsed.offset >= 0 && parsed.offset <= text.length && parsed.text !== "";
        expect(isFine).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
