import fc from "fast-check";
import { expect, it } from "vitest";

import { MetricAnswers } from "../../src/collectors/metric-answers.ts";
import { datapoints } from "../../src/model/series.ts";

const START = Date.UTC(2026, 2, 9, 0, 0, 0);
const PERIODS = 40;

const query = (metric: string) => ({
  target: "rest:orders/prod",
  route: null,
  key: { namespace: "AWS/ApiGateway", metric, dimensions: {} },
  stat: "Sum",
  periodSeconds: 300,
  startMs: START,
  endMs: START + PERIODS * 300_000,
});

/** A page's part of one answer: which query, which periods, and what values. */
const part = fc.record({
  id: fc.integer({ min: 0, max: 2 }),
  points: fc.array(
    fc.record({ period: fc.integer({ min: 0, max: PERIODS - 1 }), value: fc.double({ noNaN: true }) }),
    { maxLength: 30 },
  ),
});

it("is the same as writing every datapoint down in the order in which it came, whatever the pages", () => {
  fc.assert(
    fc.property(fc.array(fc.array(part, { maxLength: 5 }), { minLength: 1, maxLength: 6 }), (pages) => {
      const queries = ["A", "B", "C"].map(query);
      const answers = new MetricAnswers({
        startMs: START,
        endMs: START + PERIODS * 300_000,
        queries,
        isRecent: false,
      });
      const written = queries.map(() => new Map<number, number>());
      let odd = 0;
      for (const parts of pages) {
        answers.add({
          MetricDataResults: parts.map(({ id, points }) => ({
            Id: `q${id}`,
            StatusCode: "Complete",
            Timestamps: points.map(({ period }) => new Date(START + period * 300_000)),
            Values: points.map(({ value }) => value),
          })),
        });
        for (const { id, points } of parts) {
          for (const { period, value } of points) {
            if (Number.isFinite(value)) written[id]?.set(START + period * 300_000, value);
            else odd += 1;
          }
        }
      }
      const named = new Set(pages.flat().map(({ id }) => id));
      queries.forEach((_, index) => {
        const answer = answers.answer(index);
        if (!named.has(index)) {
          expect(answer).toBe("PARTIAL_DATA");
          return;
        }
        if (typeof answer === "string") throw new Error(`no answer: ${answer}`);
        const expected = [...(written[index] ?? [])].sort(([left], [right]) => left - right);
        expect(datapoints(answer)).toEqual(expected.map(([timeMs, value]) => ({ timeMs, value })));
      });
      expect(answers.malformed).toBe(odd);
    }),
    { numRuns: 200 },
  );
});
