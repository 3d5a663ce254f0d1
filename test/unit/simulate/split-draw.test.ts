import { describe, expect, test } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import { drawClasses } from "../../../src/simulate/draw-cell.ts";
import { normalOutcomes } from "../../../src/simulate/normal-outcomes.ts";
import { splitDraw } from "../../../src/simulate/split-draw.ts";
import { simulateRoute, simulateStage } from "../../support/simulate-plan.ts";

const STEADY = { integrationLatency: 1, gatewayLatency: 1, clientErrors: 1, serverErrors: 1, cacheMisses: 1 };
const MINUTES = 5;

/**
 * Where each of T events falls into any of n parts, the sum over the parts of (count - T / n)^2 / (T / n) is n - 1 on
 * average, whatever T is: Pearson's statistic and the variance of a multinomial number.
 */
describe("a draw dealt to minutes", () => {
  test.each([
    { requestsPerMinute: 20, cacheSizeGb: "0.5", cacheHitRatio: 0.7, perMinute: "few" },
    { requestsPerMinute: 340, cacheSizeGb: null, cacheHitRatio: null, perMinute: "many" },
  ])("$perMinute requests: no outcome gathers more in one than chance has it", (given) => {
    const route = simulateRoute({ cacheHitRatio: given.cacheHitRatio });
    const stage = simulateStage({ routes: [route], cacheSizeGb: given.cacheSizeGb, canaryPercent: 13 });
    const { requestsPerMinute } = given;
    const behaviour = { requestsPerMinute, outcomes: normalOutcomes(stage, route, STEADY) };
    const random = createRandom(requestsPerMinute);
    const squares = new Map<string, number[]>();
    for (let block = 0; block < 1_500; block += 1)
      for (const draw of drawClasses(behaviour, MINUTES, random)) {
        const parts = splitDraw(draw, MINUTES, random);
        draw.outcomes.forEach(({ outcome, count }, index) => {
          const counts = parts.map((part) => part.outcomes[index]?.count ?? Number.NaN);
          expect(counts.reduce((sum, one) => sum + one, 0)).toBe(count);
          const even = count / MINUTES;
          const square = counts.reduce((sum, one) => sum + (one - even) ** 2 / even, 0);
          const key = `${outcome.status} ${outcome.cache} ${outcome.canary} ${outcome.responseType}`;
          squares.set(key, [...(squares.get(key) ?? []), square]);
        });
      }
    expect(squares.size).toBeGreaterThan(5);
    for (const [key, list] of squares) {
      const mean = list.reduce((sum, square) => sum + square, 0) / list.length;
      // Its variance is at most 2 (n - 1).
      const chance = 4.5 * Math.sqrt((2 * (MINUTES - 1)) / list.length);
      expect(Math.abs(mean - (MINUTES - 1)), `${key}: ${mean}`).toBeLessThan(chance);
    }
  });
});
