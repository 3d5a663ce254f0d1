import { expect, test } from "vitest";

import { fitLevel } from "../../../../src/analyzers/shared/level-model.ts";
import { scanLevel } from "../../../../src/analyzers/shared/level-scan.ts";
import { createRandom } from "../../../../src/core/random.ts";

const PERIOD_MS = 300_000;
const DAY = 288;

/** Two days of a latency around 100 ms that wanders by a few per cent, then three hours whose last hour is a factor higher. */
function made(factor: number) {
  const random = createRandom(41);
  const wander = (): number => Math.log(100) + (random.next() - 0.5) * 0.12;
  const past = Float64Array.from({ length: 2 * DAY }, wander);
  const window = Float64Array.from({ length: 36 }, (_, at) => wander() + (at >= 24 ? Math.log(factor) : 0));
  const model = fitLevel({ startMs: 0, periodMs: PERIOD_MS, values: past });
  if (model === null) throw new Error("two days are enough to learn from");
  return { model, window: { startMs: 2 * DAY * PERIOD_MS, periodMs: PERIOD_MS, values: window } };
}

test("the same climb is found with the usual samples behind it, and is noise with a thirtieth of them", () => {
  const { model, window } = made(1.5);
  const usual = new Float64Array(36).fill(1);
  const found = scanLevel(window, usual, model, () => 0.2);
  expect(found).toMatchObject({ start: 24, end: 36 });
  const thin = usual.map((_, at) => (at >= 24 ? Math.sqrt(1 / 30) : 1));
  expect(scanLevel(window, thin, model, () => 0.2)).toBeNull();
});

test("a climb that is large enough is found with few samples too", () => {
  const { model, window } = made(29);
  const thin = new Float64Array(36).fill(Math.sqrt(1 / 30));
  expect(scanLevel(window, thin, model, () => 0.2)?.start).toBe(24);
});
