import { expect, it } from "vitest";

import { changePoints } from "../../../../src/core/detect/change-points.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { wandering } from "../../../support/wandering.ts";

function series(seed: number, level: (index: number) => number, points = 589): Float64Array {
  const noise = wandering(createRandom(seed), { points, memory: 0.5, spread: 0.03 });
  return Float64Array.from(noise, (value, index) => value + level(index));
}

it.each([
  [211, 1.4],
  [277, 0.6],
  [333, 2.9],
  [401, 1.25],
])("a step at %d by a factor of %d is located", (at, factor) => {
  const places = [3, 5, 7].flatMap((seed) =>
    changePoints(series(seed, (index) => (index >= at ? Math.log(factor) : 0))),
  );
  expect(places).toHaveLength(3);
  for (const place of places) expect(Math.abs(place - at)).toBeLessThanOrEqual(2);
});

it("two steps of a kind are both located", () => {
  const places = changePoints(series(13, (index) => (index >= 180 ? 0.5 : 0) + (index >= 390 ? -0.45 : 0)));
  expect(places).toHaveLength(2);
  expect(Math.abs((places[0] ?? 0) - 180)).toBeLessThanOrEqual(2);
  expect(Math.abs((places[1] ?? 0) - 390)).toBeLessThanOrEqual(2);
});

it("wild points, gaps, a slow drift and noise alone are no change", () => {
  expect(changePoints(series(17, (index) => (index >= 300 && index < 303 ? 3 : 0)))).toEqual([]);
  expect(changePoints(series(19, (index) => (index > 250 && index < 290 ? Number.NaN : 0)))).toEqual([]);
  expect(changePoints(series(23, (index) => index * 0.000_4))).toEqual([]);
  for (const values of [[], [2], Array<number>(589).fill(2.5), Array<number>(589).fill(Number.NaN)])
    expect(changePoints(Float64Array.from(values))).toEqual([]);
  const onNoise = Array.from({ length: 60 }, (_, seed) => changePoints(series(100 + seed, () => 0)).length);
  expect(onNoise.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(3);
});
