import fc from "fast-check";
import { expect, it } from "vitest";

import { ContrastMemory } from "../../../../src/core/detect/contrast-memory.ts";
import { median } from "../../../../src/core/stats/quantile.ts";

const contrasts = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 24, maxLength: 200 });

it("knows the median size within an eighth of an octave, and the extremes exactly", () => {
  fc.assert(
    fc.property(contrasts, (values) => {
      const memory = new ContrastMemory(500);
      for (const value of values) memory.push(value);
      const sizes = values
        .map((value) => Math.max(2 ** -8, Math.abs(value)))
        .sort((left, right) => left - right);
      const middle = sizes[Math.ceil(sizes.length / 2) - 1] ?? Number.NaN;
      expect(memory.spread() / 1.4826 / middle).toBeGreaterThan(1 / 1.13);
      expect(memory.spread() / 1.4826 / middle).toBeLessThan(1.13);
      expect(memory.extreme(1)).toBeCloseTo(Math.max(0, ...values), 6);
      expect(memory.extreme(-1)).toBeCloseTo(-Math.min(0, ...values), 6);
    }),
  );
});

it("says nothing before it has seen two dozen contrasts, and gaps are none", () => {
  const memory = new ContrastMemory(288);
  for (let index = 0; index < 23; index += 1) memory.push(0.4);
  for (let index = 0; index < 50; index += 1) memory.push(Number.NaN);
  expect([memory.spread(), memory.extreme(1)]).toEqual([0, 0]);
  memory.push(0.4);
  expect(memory.extreme(1)).toBeCloseTo(0.4, 6);
});

it("forgets a climb after a week, and an old size by and by", () => {
  const memory = new ContrastMemory(50);
  for (let index = 0; index < 60; index += 1) memory.push(0.9);
  for (let index = 0; index < 6 * 50; index += 1) memory.push(-0.01);
  expect(memory.extreme(1)).toBeCloseTo(0.9, 6);
  for (let index = 0; index < 3 * 50; index += 1) memory.push(-0.01);
  expect(memory.extreme(1)).toBe(0);
  expect(memory.spread()).toBeCloseTo(1.4826 * median([0.01]), 2);
});
