import { describe, expect, it } from "vitest";

import { COUNT_DIMENSIONS, LATENCY_DIMENSIONS, toLogSlice } from "../../../src/logs/to-log-slice.ts";
import { logSliceSchema, type LogSlice } from "../../../src/model/log-slice.ts";
import { scanLog } from "../../support/scan-log.ts";

const FIRST_MS = 1_790_000_040_000;

function sliceOf(records: readonly object[]): LogSlice {
  const log = records.map((record) => `${JSON.stringify(record)}\n`).join("");
  return toLogSlice(
    {
      target: "http:h1/$default",
      startMs: FIRST_MS,
      endMs: FIRST_MS + 600_000,
      engine: "local",
      sampledShare: 0.37,
      isComplete: true,
      bytes: log.length,
      fields: ["routeKey", "status"],
    },
    scanLog(log, { by: COUNT_DIMENSIONS }),
    scanLog(log, { by: LATENCY_DIMENSIONS }),
  );
}

describe("toLogSlice", () => {
  it("counts what found no room in the scanner, with its minute, and loses no latency of the whole", () => {
    const slice = sliceOf(
      Array.from({ length: 2_600 }, (_, at) => ({
        routeKey: `GET /item-${at}`,
        status: "200",
        requestTimeEpoch: FIRST_MS + at * 100,
        responseLatency: String(at),
      })),
    );
    expect(logSliceSchema.safeParse(slice).error).toBeUndefined();
    const unnamed = slice.counts.filter(({ route }) => route === null);
    expect(unnamed.length).toBeGreaterThan(0);
    const sum = (counts: LogSlice["counts"]): number =>
      counts.reduce((total, { requests }) => total + requests, 0);
    expect(sum(unnamed)).toBe(600);
    expect(sum(slice.counts)).toBe(2_600);
    const all = slice.latencies.find(({ route, phase }) => route === null && phase === "latency");
    expect([all?.count, all?.meanMs]).toEqual([2_600, 1_299.5]);
    expect(all?.buckets?.filter((_, at) => at % 2 === 1).reduce((total, count) => total + count, 0)).toBe(
      2_600,
    );
  });

  it("tells absent from false, and requests without a time apart from those with", () => {
    const time = { requestTimeEpoch: FIRST_MS };
    const slice = sliceOf([
      { ...time, routeKey: "$connect", status: "-" },
      { ...time, routeKey: "$connect", status: "101", isCanaryRequest: "false", deploymentId: "dep7" },
      { ...time, routeKey: "-", status: "429", errorResponseType: "THROTTLED", isCanaryRequest: "true" },
      { routeKey: "send", status: "204" },
    ]);
    expect(slice.requests).toBe(4);
    const none = { minuteMs: FIRST_MS, responseType: null, deploymentId: null, isCanary: null, requests: 1 };
    expect(slice.counts).toHaveLength(3);
    expect(slice.counts).toEqual(
      expect.arrayContaining([
        { ...none, route: "$connect", status: null },
        { ...none, route: "$connect", status: 101, isCanary: false, deploymentId: "dep7" },
        { ...none, route: null, status: 429, isCanary: true, responseType: "THROTTLED" },
      ]),
    );
    expect(slice.latencies).toEqual([]);
  });

  it("keeps the fifty most frequent clients, most frequent first", () => {
    const slice = sliceOf(
      Array.from({ length: 60 }, (_, client) =>
        Array.from({ length: client + 1 }, () => ({
          ip: `203.0.113.${client}`,
          status: "200",
          routeKey: "GET /",
        })),
      ).flat(),
    );
    const clients = slice.top.filter(({ dimension }) => dimension === "client");
    expect(clients).toHaveLength(50);
    expect(clients[0]).toMatchObject({ text: "203.0.113.59", requests: 60, error: 0 });
    expect(clients.at(-1)).toMatchObject({ text: "203.0.113.10", requests: 11 });
  });
});
