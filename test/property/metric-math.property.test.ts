import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { evaluateExpression } from "../../src/metric-math/evaluate-expression.ts";
import { lineOf, pointAt } from "../../src/metric-math/line.ts";
import { parseExpression } from "../../src/metric-math/parse-expression.ts";

const COUNT = 6;
type Points = ReadonlyMap<number, number>;
type Literal = number | Points;

/** An expression as its text and, beside it, what it means told point by point from AWS's sentences. */
interface Meaning {
  readonly text: string;
  readonly value: (metrics: readonly Points[]) => Literal;
}

const SIGNS: Readonly<Record<string, (left: number, right: number) => number | undefined>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => (right === 0 ? undefined : left / right),
  ">": (left, right) => (left > right ? 1 : 0),
  "<=": (left, right) => (left <= right ? 1 : 0),
  "==": (left, right) => (left === right ? 1 : 0),
  "!=": (left, right) => (left === right ? 0 : 1),
  AND: (left, right) => (left !== 0 && right !== 0 ? 1 : 0),
  OR: (left, right) => (left !== 0 || right !== 0 ? 1 : 0),
};

function pointwise(make: (moment: number) => number | undefined): Points {
  const points = new Map<number, number>();
  for (let moment = 0; moment < COUNT; moment += 1) {
    const value = make(moment);
    if (value !== undefined && Number.isFinite(value)) points.set(moment, value);
  }
  return points;
}
const at = (value: Literal, moment: number): number | undefined =>
  typeof value === "number" ? value : value.get(moment);
const has = (value: Literal, moment: number): boolean => typeof value !== "number" && value.has(moment);

function combined(sign: string, left: Literal, right: Literal): Literal {
  const apply = SIGNS[sign]!;
  return pointwise((moment) =>
    has(left, moment) || has(right, moment)
      ? apply(at(left, moment) ?? 0, at(right, moment) ?? 0)
      : undefined,
  );
}

const { series } = fc.letrec<{ series: Meaning; operand: Meaning }>((tie) => ({
  series: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc
      .constantFrom(0, 1, 2)
      .map((index): Meaning => ({ text: `m${index}`, value: (metrics) => metrics[index]! })),
    fc
      .tuple(fc.constantFrom(...Object.keys(SIGNS)), tie("series"), tie("operand"), fc.boolean())
      .map(([sign, one, other, isSwapped]): Meaning => {
        const [left, right] = isSwapped ? [other, one] : [one, other];
        return {
          text: `(${left.text} ${sign} ${right.text})`,
          value: (metrics) => combined(sign, left.value(metrics), right.value(metrics)),
        };
      }),
    fc.tuple(tie("series"), fc.integer({ min: 0, max: 3 })).map(([filled, filler]): Meaning => ({
      text: `FILL(${filled.text}, ${filler})`,
      value: (metrics) => pointwise((moment) => at(filled.value(metrics), moment) ?? filler),
    })),
    fc.tuple(tie("series"), tie("operand"), tie("operand")).map(([condition, then, otherwise]): Meaning => ({
      text: `IF(${condition.text}, ${then.text}, ${otherwise.text})`,
      value: (metrics) =>
        pointwise((moment) => {
          const decides = at(condition.value(metrics), moment);
          if (decides === undefined) return undefined;
          return decides === 0
            ? at(otherwise.value(metrics), moment)
            : (at(then.value(metrics), moment) ?? 0);
        }),
    })),
    fc.tuple(tie("series"), tie("series")).map(([one, other]): Meaning => ({
      text: `SUM([${one.text}, ${other.text}])`,
      value: (metrics) => combined("+", one.value(metrics), other.value(metrics)),
    })),
  ),
  operand: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 4 }).map((value): Meaning => ({ text: String(value), value: () => value })),
    tie("series"),
  ),
}));

const pointsArbitrary = fc
  .array(fc.option(fc.integer({ min: -3, max: 4 })), { minLength: COUNT, maxLength: COUNT })
  .map((values): Points => pointwise((moment) => values[moment] ?? undefined));

/** Metrics know one zero, IEEE 754 two: 0 * -1 is -0. */
function plainZeros(points: Points): (readonly [number, number])[] {
  return [...points].map(([moment, value]) => [moment, value + 0]);
}

describe("metric math", () => {
  it("means what AWS's sentences say, point by point", () => {
    let points = 0;
    fc.assert(
      fc.property(
        series,
        fc.tuple(pointsArbitrary, pointsArbitrary, pointsArbitrary),
        ({ text, value }, metrics) => {
          const lines = new Map(
            metrics.map((metric, index) => [`m${index}`, lineOf(COUNT, (moment) => metric.get(moment))]),
          );
          const grid = { startMs: 0, stepMs: 60_000, count: COUNT, periodSeconds: 60 };
          const scope = { grid, metrics: lines, resultOf: () => undefined, ids: [...lines.keys()] };
          const result = evaluateExpression(parseExpression(text), text, scope).value;
          if (result.kind !== "series") throw new Error(`${text} gives no series`);
          const { line } = result;
          const found = pointwise((moment) => pointAt(line, moment));
          points += found.size;
          expect(plainZeros(found)).toEqual(plainZeros(value(metrics) as Points));
        },
      ),
      { numRuns: 2_000 },
    );
    expect(points).toBeGreaterThan(1_000);
  });

  it("reads any text or refuses it by name, never otherwise", () => {
    const piece = fc.constantFrom(
      "m1",
      "(",
      ")",
      "[",
      "]",
      ",",
      "+",
      "-",
      "/",
      "SUM",
      "IF",
      "FILL",
      "2",
      " ",
      '"',
      "&&",
      "é",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join("");
        try {
          parseExpression(text);
        } catch (error) {
          expect(error).toMatchObject({ code: "E_BAD_INPUT" });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
