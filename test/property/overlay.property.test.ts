import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { METRICS } from "../../src/catalog/metrics.ts";
import { createRandom } from "../../src/core/random.ts";
import { datapoints, toRuns, type Series } from "../../src/model/series.ts";
import type { ApiKind, Target } from "../../src/model/target.ts";
import { normalCdf } from "../../src/simulate/normal-cdf.ts";
import { INCIDENTS } from "../../src/simulate/incidents/registry.ts";
import { drawFlow } from "../../src/simulate/overlay-flow.ts";
import { Quantiles, samplePoints } from "../../src/simulate/overlay-points.ts";
import { normalInverse, quantileFunction } from "../../src/simulate/overlay-quantile.ts";
import { overlayIncident } from "../../src/simulate/overlay.ts";

/** For each incident; each run overlays twice. */
const RUNS = 6;
const START_MS = Date.UTC(2026, 9, 7, 4, 30);

function target(kind: ApiKind): Target {
  return {
    id: `${kind}:till/live`,
    kind,
    apiId: "w8q2r5t1zp",
    apiName: "till",
    stage: "live",
    region: "eu-north-1",
    accountId: null,
    dimensions: {},
    configuration: null,
  };
}

/** One recorded minute; null where nobody came. */
const minute = fc.option(
  fc.record({
    requests: fc.integer({ min: 1, max: 4_000 }),
    client: fc.double({ min: 0, max: 0.3, noNaN: true }),
    server: fc.double({ min: 0, max: 0.3, noNaN: true }),
    hits: fc.double({ min: 0, max: 0.4, noNaN: true }),
    medianMs: fc.double({ min: 2, max: 900, noNaN: true }),
    spread: fc.double({ min: 1, max: 5, noNaN: true }),
  }),
  { freq: 6 },
);
const recording = fc.record({
  kind: fc.constantFrom<ApiKind>("rest", "http", "websocket"),
  minutes: fc.array(minute, { minLength: 1, maxLength: 7 }),
  withRoute: fc.boolean(),
});

type Minute = NonNullable<typeof minute extends fc.Arbitrary<infer Value> ? Value : never>;

function valueOf(measure: string, stat: string, of: Minute): number | undefined {
  const count = (share: number) => Math.floor(share * of.requests);
  const hits = count(of.hits);
  if (measure === "latency" || measure === "integrationLatency") {
    const size = measure === "latency" ? of.requests : of.requests - hits;
    if (size === 0) return undefined;
    const faster = measure === "latency" ? 1.31 : 1;
    const by: Record<string, number> = {
      p50: 1,
      p90: of.spread,
      p99: of.spread ** 2,
      Average: 1.17 * of.spread ** 0.3,
      Minimum: 0.2,
      Maximum: of.spread ** 2.5,
    };
    return stat === "SampleCount" ? size : of.medianMs * faster * (by[stat] ?? 1);
  }
  if (measure === "bytes") return stat === "Sum" ? of.requests * 731 : 731;
  const total: Record<string, number> = {
    requests: of.requests,
    connects: count(0.1),
    messages: of.requests - count(0.1),
    clientErrors: count(of.client),
    serverErrors: count(of.server),
    integrationErrors: count(of.server),
    executionErrors: count(of.server * 0.2),
    cacheHits: hits,
    cacheMisses: of.requests - hits - count(of.client),
  };
  const sum = total[measure] ?? 0;
  if ((measure === "connects" || measure === "messages") && sum === 0) return undefined;
  if (stat === "Average") return sum / of.requests;
  return sum;
}

function seriesOf(kind: ApiKind, minutes: readonly (Minute | null)[], route: string | null): Series[] {
  return METRICS.filter((fact) => fact.kind === kind).flatMap(({ measure, metric, statistics }) =>
    [...statistics, "tm99"].map((stat): Series => {
      const points = minutes.flatMap((of, index) => {
        const value = of === null ? undefined : stat === "tm99" ? of.medianMs : valueOf(measure, stat, of);
        return value === undefined ? [] : [{ timeMs: START_MS + index * 60_000, value }];
      });
      const dimensions = { Stage: "live", ...(route === null ? {} : { Route: route }) };
      const common = { target: `${kind}:till/live`, route, namespace: "AWS/ApiGateway", metric, dimensions };
      return { ...common, stat, periodSeconds: 60, runs: toRuns(points, 60) };
    }),
  );
}

function recorded({
  kind,
  minutes,
  withRoute,
}: {
  kind: ApiKind;
  minutes: (Minute | null)[];
  withRoute: boolean;
}): Series[] {
  const half = minutes.map((of) => of && { ...of, requests: Math.ceil(of.requests / 2) });
  const stray: Series = {
    target: "rest:other/live",
    route: null,
    namespace: "AWS/ApiGateway",
    metric: "Count",
    dimensions: { ApiName: "other", Stage: "live" },
    stat: "Sum",
    periodSeconds: 60,
    runs: [[START_MS, [17, 23]]],
  };
  return [...seriesOf(kind, minutes, null), ...(withRoute ? seriesOf(kind, half, "POST /sales") : []), stray];
}

describe("an incident over any recording", () => {
  it.each(INCIDENTS)(
    "$name: touches its window alone, and leaves numbers that could be recorded",
    (incident) => {
      fc.assert(
        fc.property(
          recording.filter(({ kind }) => incident.kinds.includes(kind)),
          fc.integer({ min: 0, max: 6 }),
          fc.integer({ min: 1, max: 4 }),
          fc.integer(),
          (of, from, length, seed) => {
            const series = recorded(of);
            const copy = structuredClone(series);
            const startMs = START_MS + from * 60_000;
            const endMs = startMs + length * 60_000;
            const placed = { route: null, startMs, endMs };
            const result = overlayIncident(series, target(of.kind), incident, placed, createRandom(seed));
            expect(series).toEqual(copy);
            expect(result).toHaveLength(series.length);
            expect(result).toEqual(
              overlayIncident(series, target(of.kind), incident, placed, createRandom(seed)),
            );
            const outside = (all: readonly Series[]) =>
              all.map((one) => datapoints(one).filter(({ timeMs }) => timeMs < startMs || timeMs >= endMs));
            expect(outside(result)).toEqual(outside(series));
            // Said at once for all series: an expectation costs more than what it looks at.
            const impossible = result.flatMap((after, index) => {
              const before = series[index]!;
              const times = new Set(datapoints(before).map(({ timeMs }) => timeMs));
              if (after.stat === "tm99") {
                for (const point of datapoints(after)) expect(datapoints(before)).toContainEqual(point);
              }
              const isCount = after.stat === "Sum" || after.stat === "SampleCount";
              const isWhole = isCount && after.metric !== "DataProcessed";
              const isRatio = after.stat === "Average" && !/Latency|Count|Data/.test(after.metric);
              // Nobody comes out of nothing, but a latency may begin where everything was answered from the cache.
              const isOld = /^(Count|ConnectCount|MessageCount|Latency)$/.test(after.metric);
              return datapoints(after).filter(
                ({ timeMs, value }) =>
                  !(value >= 0) ||
                  (isWhole && !Number.isInteger(value)) ||
                  (isRatio && value > 1) ||
                  (isOld && !times.has(timeMs)),
              );
            });
            expect(impossible).toEqual([]);
          },
        ),
        { numRuns: RUNS },
      );
    },
  );
});

describe("the pieces", () => {
  it("the normal inverse undoes the normal distribution", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (q) => {
        expect(Math.abs(normalCdf(normalInverse(q)) - q)).toBeLessThan(3e-7);
      }),
    );
  });

  it("a rebuilt quantile function meets the recorded quantiles and never falls", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 29_000, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (values) => {
          const [p50, p90, p99] = [...values].sort((left, right) => left - right) as [number, number, number];
          const quantiles = [
            [0.99, p99],
            [0.5, p50],
            [0.9, p90],
          ] as const;
          const unknown = {
            average: undefined,
            minimum: undefined,
            maximum: undefined,
            sampleCount: undefined,
          };
          const at = quantileFunction({ quantiles, ...unknown })!;
          for (const [q, value] of quantiles) expect(at(q) / value).toBeCloseTo(1, 9);
          const grid = Array.from({ length: 199 }, (_, index) => at((index + 1) / 200));
          expect(grid.filter((one, index) => index > 0 && one < grid[index - 1]! * (1 - 1e-12))).toEqual([]);
        },
      ),
    );
  });

  it("a log-normal is rebuilt exactly from two of its quantiles", () => {
    const quantiles = [
      [0.5, 63],
      [0.9, 63 * Math.exp(0.7 * normalInverse(0.9))],
    ] as const;
    const unknown = { average: undefined, minimum: undefined, maximum: undefined, sampleCount: undefined };
    const at = quantileFunction({ quantiles, ...unknown })!;
    for (const q of [0.02, 0.31, 0.77, 0.95, 0.999]) {
      expect(at(q)).toBeCloseTo(63 * Math.exp(0.7 * normalInverse(q)), 6);
    }
  });

  it("quantiles of weighted points agree with those of the points written out", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ value: fc.integer({ min: 1, max: 900 }), weight: fc.integer({ min: 1, max: 9 }) }),
          {
            minLength: 1,
            maxLength: 30,
          },
        ),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (points, q) => {
          const written = points
            .flatMap(({ value, weight }) => Array.from({ length: weight }, () => value))
            .sort((left, right) => left - right);
          const distribution = new Quantiles(points);
          const found = distribution.at(q);
          const rank = q * written.length;
          // Between the middles of neighbours, so never beyond the next distinct value to either side.
          const below = written.findLast((value) => value < written[Math.floor(rank)]!) ?? written[0]!;
          const above = written.find((value) => value > written[Math.floor(rank)]!) ?? written.at(-1)!;
          expect(found).toBeGreaterThanOrEqual(below);
          expect(found).toBeLessThanOrEqual(above);
          expect(distribution.mean).toBeCloseTo(
            written.reduce((sum, value) => sum + value, 0) / written.length,
            9,
          );
        },
      ),
    );
  });

  it("a value that many share stays a step", () => {
    const distribution = new Quantiles([
      ...Array.from({ length: 80 }, (_, index) => ({ value: 50 + index, weight: 1 })),
      { value: 27_000, weight: 20 },
    ]);
    expect([0.78, 0.82, 0.9, 0.99].map((q) => distribution.at(q))).toEqual([
      expect.closeTo(127.5, 9),
      27_000,
      27_000,
      27_000,
    ]);
  });

  it("a drawn sample has on average the mean of what it is drawn from", () => {
    const points = [
      { value: 10, weight: 19 },
      { value: 400, weight: 1 },
    ];
    const random = createRandom(8);
    let sum = 0;
    for (let draw = 0; draw < 4_000; draw += 1) {
      sum += samplePoints(points, 3, random).reduce((total, { value }) => total + value, 0) / 3;
    }
    expect(Math.abs(sum / 4_000 - 29.5)).toBeLessThan(3);
  });

  it("a flow keeps what is not concerned, moves what shrinks to what grows, and meets its expectation", () => {
    const random = createRandom(19);
    const before = [900, 70, 30, 0];
    const expected = [900 - 90, 70, 30, 90];
    const sums = [0, 0, 0, 0];
    for (let draw = 0; draw < 800; draw += 1) {
      const after = drawFlow(before, expected, random);
      expect(after.slice(1, 3)).toEqual([70, 30]);
      expect(after.reduce((sum, count) => sum + count, 0)).toBe(1_000);
      after.forEach((count, index) => (sums[index] = (sums[index] ?? 0) + count));
    }
    expect(sums[3]! / 800).toBeGreaterThan(88.5);
    expect(sums[3]! / 800).toBeLessThan(91.5);
  });

  it("a flow loses or gains whole requests where the rate changes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.integer(),
        (before, factor, seed) => {
          const after = drawFlow(
            before,
            before.map((count) => count * factor),
            createRandom(seed),
          );
          for (const [index, count] of after.entries()) {
            expect(Number.isInteger(count)).toBe(true);
            if (factor <= 1) expect(count).toBeLessThanOrEqual(before[index]!);
            else expect(count).toBeGreaterThanOrEqual(before[index]!);
            if (factor === 0) expect(count).toBe(0);
          }
        },
      ),
    );
  });
});
