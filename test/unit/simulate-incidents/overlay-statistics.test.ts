import { describe, expect, it } from "vitest";

import { datapoints } from "../../../src/model/series.ts";
import { makeStatistic } from "../../../src/simulate/overlay-statistics.ts";
import { normalInverse } from "../../../src/simulate/overlay-quantile.ts";
import { drillSeries, drillTarget } from "../../support/drill-recording.ts";

const target = drillTarget();
const rows = {
  "Count Sum": [200, 50, undefined, 8],
  "5XXError Sum": [13, 0, undefined, 8],
  "Latency p50": [40, 90, undefined, 17],
  "Latency p99": [320, 700, undefined, 260],
  "Latency SampleCount": [200, 50, undefined, 8],
};
const made = (metric: string, stat: string, from = drillSeries(rows)) =>
  makeStatistic(from, target, {
    metric,
    stat,
    dimensions: target.dimensions,
    route: null,
    periodSeconds: 60,
  });
const values = (metric: string, stat: string) =>
  datapoints(made(metric, stat)?.series ?? drillSeries({ x: [] })[0]!).map(({ value }) => value);

describe("makeStatistic", () => {
  it.each([
    ["Count", "SampleCount", [200, 50, 8]],
    ["Count", "Average", [1, 1, 1]],
    ["5XXError", "Average", [13 / 200, 0, 1]],
    ["5XXError", "SampleCount", [200, 50, 8]],
    ["5XXError", "Maximum", [1, 0, 1]],
    ["5XXError", "Minimum", [0, 0, 1]],
  ])("%s %s follows from the counts exactly, and gaps stay gaps", (metric, stat, expected) => {
    expect(values(metric, stat)).toEqual(expected);
    expect(made(metric, stat)?.isApproximate).toBe(false);
    expect(made(metric, stat)?.series).toMatchObject({ stat, metric, target: target.id, route: null });
  });

  it("reads a percentile between two others as a log-normal has it, and says that it is nearly so", () => {
    const at = (p50: number, p99: number) =>
      Math.exp(Math.log(p50) + (Math.log(p99 / p50) * normalInverse(0.9)) / normalInverse(0.99));
    const found = values("Latency", "p90");
    [at(40, 320), at(90, 700), at(17, 260)].forEach((expected, index) => {
      expect(found[index]! / expected).toBeCloseTo(1, 9);
    });
    expect(made("Latency", "p90")?.isApproximate).toBe(true);
    // A log-normal's mean: exp(mu + sigma^2 / 2).
    const sigma = Math.log(320 / 40) / normalInverse(0.99);
    expect(values("Latency", "Average")[0]! / (40 * Math.exp(sigma ** 2 / 2))).toBeCloseTo(1, 1);
  });

  it("gives what is recorded under the dimensions that are asked for", () => {
    const asked = {
      metric: "Count",
      stat: "Sum",
      dimensions: { ApiName: "shop" },
      route: null,
      periodSeconds: 60,
    };
    const found = makeStatistic(drillSeries(rows), target, asked);
    expect(found).toMatchObject({ isApproximate: false, series: { dimensions: { ApiName: "shop" } } });
    expect(datapoints(found!.series)).toEqual(datapoints(drillSeries(rows)[0]!));
  });

  it("makes nothing of nothing", () => {
    expect(made("IntegrationLatency", "p90")).toBeUndefined();
    expect(made("Latency", "tm99")).toBeUndefined();
    expect(made("Unknown", "Sum")).toBeUndefined();
    expect(made("Count", "SampleCount", [])).toBeUndefined();
  });
});
