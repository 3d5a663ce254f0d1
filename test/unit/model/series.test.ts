import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { type Datapoint, type Series, datapoints, seriesSchema, toRuns } from "../../../src/model/series.ts";

const PERIOD_SECONDS = 300;

function seriesOf(points: readonly Datapoint[]): Series {
  return {
    target: "rest:orders/prod",
    route: null,
    namespace: "AWS/ApiGateway",
    metric: "Count",
    dimensions: { ApiName: "orders", Stage: "prod" },
    stat: "Sum",
    periodSeconds: PERIOD_SECONDS,
    runs: toRuns(points, PERIOD_SECONDS),
  };
}

const arbitraryPoints = fc.array(
  fc.record({
    timeMs: fc.integer({ min: 0, max: 60 }).map((step) => step * PERIOD_SECONDS * 1_000),
    value: fc.double({ noNaN: false }),
  }),
);

/** The definition: the last finite value of each time, ascending. */
function literal(points: readonly Datapoint[]): Datapoint[] {
  const finite = points.filter(({ value }) => Number.isFinite(value));
  return finite
    .filter((point, index) => !finite.slice(index + 1).some((later) => later.timeMs === point.timeMs))
    .sort((left, right) => left.timeMs - right.timeMs);
}

describe("series", () => {
  it("keeps a gap as the end of a run", () => {
    const points = [
      { timeMs: 300_000, value: 4 },
      { timeMs: 600_000, value: 7 },
      { timeMs: 1_200_000, value: 9 },
    ];
    expect(seriesOf(points).runs).toEqual([
      [300_000, [4, 7]],
      [1_200_000, [9]],
    ]);
  });

  it("gives back what was packed, whatever the order, with the later reading of a time", () => {
    fc.assert(
      fc.property(arbitraryPoints, (points) => {
        const series = seriesOf(points);
        expect(datapoints(series)).toEqual(literal(points));
        // In order, as they mostly come.
        expect(seriesOf(literal(points)).runs).toEqual(series.runs);
        expect(seriesSchema.parse(JSON.parse(JSON.stringify(series)))).toEqual(
          JSON.parse(JSON.stringify(series)),
        );
      }),
    );
  });

  it("cuts at a half-open window", () => {
    fc.assert(
      fc.property(
        arbitraryPoints,
        fc.integer({ min: -5, max: 20_000_000 }),
        fc.integer({ min: -5, max: 20_000_000 }),
        (points, startMs, endMs) => {
          const expected = literal(points).filter(({ timeMs }) => timeMs >= startMs && timeMs < endMs);
          expect(datapoints(seriesOf(points), startMs, endMs)).toEqual(expected);
        },
      ),
    );
  });

  it("refuses a value that is not a number where it is read", () => {
    const series = seriesOf([{ timeMs: 0, value: 3 }]);
    expect(seriesSchema.safeParse({ ...series, runs: [[0, [null]]] }).success).toBe(false);
    expect(seriesSchema.safeParse({ ...series, runs: [[0, []]] }).success).toBe(false);
  });
});
