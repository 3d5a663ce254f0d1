import { describe, expect, it } from "vitest";

import type { MetricQuery } from "../../../src/collectors/account-reader.ts";
import type { FetchMetricData, MetricDataPage } from "../../../src/collectors/metric-data.ts";
import { readMetrics } from "../../../src/collectors/read-metrics.ts";

const START = Date.UTC(2026, 10, 2, 4, 0, 0);
const MINUTE = 60_000;

function query(metric: string, stat = "Sum", target = "rest:orders/prod"): MetricQuery {
  return {
    target,
    route: null,
    key: { namespace: "AWS/ApiGateway", metric, dimensions: { ApiName: "orders", Stage: "prod" } },
    stat,
    periodSeconds: 60,
    startMs: START,
    endMs: START + 10 * MINUTE,
  };
}

function at(...minutes: readonly number[]): Date[] {
  return minutes.map((minute) => new Date(START + minute * MINUTE));
}

/** Reads with a fetch of one's own, and notes what it was asked: the metrics of each call, and the token. */
async function read(
  queries: readonly MetricQuery[],
  fetch: (metrics: readonly string[], token: string | undefined, call: number) => MetricDataPage,
) {
  const asked: [metrics: string[], token: string | undefined][] = [];
  const done: number[] = [];
  const fetchOne: FetchMetricData = async (batch, token) => {
    const metrics = batch.queries.map(({ key, stat }) =>
      stat === "Sum" ? key.metric : `${key.metric} ${stat}`,
    );
    asked.push([metrics, token]);
    return fetch(metrics, token, asked.length);
  };
  const reading = await readMetrics(queries, {
    fetch: fetchOne,
    region: "eu-west-3",
    nowMs: START + 10 * MINUTE,
    onDone: (count) => done.push(count),
  });
  return { ...reading, asked, done };
}

/** Every query of the call answered with one datapoint, its position. */
function complete(metrics: readonly string[], except: Readonly<Record<string, object>> = {}): MetricDataPage {
  return {
    MetricDataResults: metrics.map((metric, index) => ({
      Id: `q${index}`,
      StatusCode: "Complete",
      Timestamps: at(index),
      Values: [index + 0.5],
      ...except[metric],
    })),
  };
}

function failure(name: string): Error {
  return Object.assign(new Error(`${name} happened`), { name });
}

describe("readMetrics", () => {
  it("puts together an id that comes on several pages, in any order of pages and datapoints", async () => {
    const { series, blindSpots, asked } = await read([query("Count"), query("5XXError")], (_, token) => {
      if (token === undefined) {
        return {
          MetricDataResults: [
            { Id: "q1", StatusCode: "PartialData", Timestamps: at(7, 6), Values: [76, 66] },
            { Id: "q0", StatusCode: "PartialData", Timestamps: at(9, 8), Values: [9, 8] },
          ],
          NextToken: "more",
        };
      }
      return {
        MetricDataResults: [
          { Id: "q0", StatusCode: "Complete", Timestamps: at(2, 1, 5), Values: [2, 1, 5] },
          { Id: "q1", StatusCode: "Complete", Timestamps: [], Values: [] },
        ],
      };
    });
    expect(blindSpots).toEqual([]);
    expect(asked.map(([, token]) => token)).toEqual([undefined, "more"]);
    expect(series.map(({ metric, runs }) => [metric, runs])).toEqual([
      [
        "Count",
        [
          [START + MINUTE, [1, 2]],
          [START + 5 * MINUTE, [5]],
          [START + 8 * MINUTE, [8, 9]],
        ],
      ],
      ["5XXError", [[START + 6 * MINUTE, [66, 76]]]],
    ]);
  });

  it("gives an empty series where there was no traffic: that is an answer", async () => {
    const { series, blindSpots } = await read([query("Count")], (metrics) =>
      complete(metrics, { Count: { Timestamps: [], Values: [] } }),
    );
    expect(series).toMatchObject([{ metric: "Count", runs: [] }]);
    expect(blindSpots).toEqual([]);
  });

  it("asks once more for what broke off, and leaves it out where it breaks off again", async () => {
    const queries = [query("Count"), query("4XXError"), query("5XXError"), query("Latency", "p99")];
    const { series, blindSpots, asked, done } = await read(queries, (metrics, _token, call) =>
      complete(metrics, {
        "4XXError": { StatusCode: "PartialData" },
        "5XXError": call === 1 ? { Id: "nobody" } : {},
        "Latency p99": { StatusCode: "InternalError", Timestamps: [], Values: [] },
      }),
    );
    expect(asked.map(([metrics]) => metrics)).toEqual([
      ["Count", "4XXError", "5XXError", "Latency p99"],
      ["4XXError", "5XXError", "Latency p99"],
    ]);
    expect(series.map(({ metric }) => metric)).toEqual(["Count", "5XXError"]);
    expect(blindSpots.map(({ code, target }) => [code, target])).toEqual([
      ["PARTIAL_DATA", "rest:orders/prod"],
      ["INTERNAL_ERROR", "rest:orders/prod"],
      ["BAD_RESPONSE", null],
    ]);
    expect(blindSpots[0]?.hint).toMatch(/^1 of 4 series/);
    expect(done).toEqual([4]);
  });

  it("does not ask again for what is forbidden", async () => {
    const { blindSpots, asked } = await read([query("Count"), query("Latency", "p50")], (metrics) =>
      complete(metrics, { Count: { StatusCode: "Forbidden" } }),
    );
    expect(asked).toHaveLength(1);
    expect(blindSpots).toMatchObject([{ code: "ACCESS_DENIED", target: "rest:orders/prod" }]);
  });

  it("finds the one query that CloudWatch refuses, and keeps the others", async () => {
    const queries = Array.from({ length: 11 }, (_, index) => query(`M${index}`));
    const { series, blindSpots } = await read(queries, (metrics) => {
      if (metrics.includes("M7")) throw failure("ValidationError");
      return complete(metrics);
    });
    expect(series.map(({ metric }) => metric)).toEqual(
      queries.map(({ key }) => key.metric).filter((metric) => metric !== "M7"),
    );
    expect(blindSpots).toMatchObject([{ code: "INVALID_REQUEST" }]);
    expect(blindSpots[0]?.hint).toMatch(/^1 of 11 series/);
  });

  it("takes a failing call apart by statistic, once", async () => {
    const queries = ["Sum", "p50", "p99"].flatMap((stat) => [query("A", stat), query("B", stat)]);
    const { series, asked } = await read(queries, (metrics) => {
      if (metrics.some((metric) => metric.includes("p99"))) throw failure("InternalServiceFault");
      return complete(metrics);
    });
    expect(series.map(({ metric, stat }) => `${metric} ${stat}`)).toEqual([
      "A Sum",
      "B Sum",
      "A p50",
      "B p50",
    ]);
    expect(asked.map(([metrics]) => metrics.length)).toEqual([6, 2, 2, 2]);
  });

  it.each(["Throttling", "AccessDenied", "ExpiredToken"])("does not insist after %s", async (name) => {
    const { series, blindSpots, asked } = await read([query("A"), query("B")], () => {
      throw failure(name);
    });
    expect(series).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(blindSpots).toHaveLength(1);
    expect(blindSpots[0]?.target).toBe(null);
  });

  it("loses one target's batch and keeps another's", async () => {
    const queries = [
      query("A"),
      query("B"),
      { ...query("C", "Sum", "http:x/$default"), endMs: START + 9 * MINUTE },
    ];
    const { series, blindSpots } = await read(queries, (metrics) => {
      if (metrics.includes("A")) throw failure("AccessDenied");
      return complete(metrics);
    });
    expect(series.map(({ target }) => target)).toEqual(["http:x/$default"]);
    expect(blindSpots).toMatchObject([{ target: "rest:orders/prod", code: "ACCESS_DENIED" }]);
    expect(blindSpots[0]?.hint).toMatch(/^2 of 2 series/);
  });

  it("drops and counts what has no place: strangers, wrong times, values that are none", async () => {
    const { series, blindSpots } = await read([query("Count")], () => ({
      MetricDataResults: [
        {
          Id: "q0",
          StatusCode: "Complete",
          Timestamps: [...at(1, 2, 3, 10, -1), new Date(START + 90_000), "now", new Date(Number.NaN)],
          Values: [11, Number.NaN, "13", 10, 9, 8, 7, 6, 5],
        },
        { Id: "q9", StatusCode: "Complete", Timestamps: at(1), Values: [1] },
        "garbage",
        { StatusCode: "Complete" },
      ],
    }));
    expect(series[0]?.runs).toEqual([[START + MINUTE, [11]]]);
    expect(blindSpots).toMatchObject([{ code: "BAD_RESPONSE", target: null }]);
    // Seven of eight datapoints, one value without a time, three results.
    expect(blindSpots[0]?.hint).toMatch(/^11 results or datapoints/);
  });

  it("survives answers of no shape at all, and pages that do not end", async () => {
    for (const page of [{}, { MetricDataResults: null }, { MetricDataResults: "x", Messages: 7 }]) {
      const { series, blindSpots } = await read([query("Count")], () => page);
      expect(series).toEqual([]);
      expect(blindSpots).toMatchObject([{ code: "PARTIAL_DATA" }]);
    }
    const { blindSpots } = await read([query("Count")], (metrics) => ({
      ...complete(metrics),
      NextToken: "again",
    }));
    expect(blindSpots).toMatchObject([{ code: "BAD_RESPONSE" }]);
  });

  it("passes on what CloudWatch remarks", async () => {
    const { series, blindSpots } = await read([query("Count")], (metrics) => ({
      ...complete(metrics),
      Messages: [{ Code: "MaxMetricsExceeded", Value: "too many" }],
    }));
    expect(series).toHaveLength(1);
    expect(blindSpots).toMatchObject([{ code: "CLOUDWATCH_MESSAGE" }]);
    expect(blindSpots[0]?.hint).toContain("MaxMetricsExceeded: too many");
  });
});
