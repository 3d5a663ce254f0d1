import { describe, expect, it } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import { toLogReport } from "../../../src/logs/to-log-report.ts";
import { renderLogCsv } from "../../../src/report/logs/render-log-csv.ts";
import { randomLine } from "../../support/log-lines.ts";
import { scanLog } from "../../support/scan-log.ts";

describe("toLogReport", () => {
  it("tells each group's own statuses, also of the group that the total begins with", () => {
    const random = createRandom(17);
    const lines = Array.from({ length: 300 }, (_, number) => randomLine(random, number));
    const aggregates = scanLog(lines.join("\n"));
    const report = toLogReport({ aggregates, problems: [], descriptions: [] }, ["route"]);
    expect(report.groups.length).toBeGreaterThan(3);
    for (const { requests, statuses } of [...report.groups, report.total]) {
      expect(Object.values(statuses).reduce((sum, count) => sum + count, 0)).toBe(requests);
    }
  });

  it("has bytes only where lines log them: none is null, and an empty answer is 0", () => {
    const line = (route: string, rest: object) =>
      JSON.stringify({ routeKey: `GET /${route}`, requestId: "r-7", status: 200, ...rest });
    const log = [
      line("unlogged", { responseLength: "-" }),
      line("unlogged", {}),
      line("empty", { responseLength: 0 }),
      line("some", { responseLength: 811 }),
      line("some", { responseLength: "-" }),
      line("some", { responseLength: "23" }),
    ];
    const reportOf = (lines: readonly string[]) =>
      toLogReport({ aggregates: scanLog(lines.join("\n")), problems: [], descriptions: [] }, ["route"]);
    const report = reportOf(log);
    expect(report.requests).toBe(6);
    expect(Object.fromEntries(report.groups.map(({ key, bytes }) => [key["route"], bytes]))).toEqual({
      "GET /unlogged": null,
      "GET /empty": 0,
      "GET /some": 834,
    });
    expect(report.total.bytes).toBe(834);
    expect(reportOf(log.slice(0, 2)).total.bytes).toBeNull();
    expect(renderLogCsv(reportOf(log.slice(0, 2))).split("\r\n")[1]).toMatch(/^GET \/unlogged,2,0,0,0,0,0,,/);
  });

  it("counts overhead only of requests whose integration ran", () => {
    const line = (responseLatency: number, integrationLatency: unknown) =>
      JSON.stringify({
        routeKey: "GET /a",
        requestId: "r-9",
        status: 200,
        responseLatency,
        integrationLatency,
      });
    const log = [line(95, 81), line(4_003, "-"), line(4_007, ""), line(4_013, null)];
    const report = toLogReport({ aggregates: scanLog(log.join("\n")), problems: [], descriptions: [] }, [
      "route",
    ]);
    expect(report.total.overheadMs).toEqual({ p50: 14, p90: 14, p99: 14 });
    expect(report.total.latencyMs.p99).toBeGreaterThan(4_000);
  });
});
