import { afterAll, describe, expect, it } from "vitest";

import { athenaSql } from "../../../src/collectors/logs/athena/athena-sql.ts";
import { readRows } from "../../../src/collectors/logs/athena/read-rows.ts";
import { createRandom } from "../../../src/core/random.ts";
import type { Dimension } from "../../../src/logs/filter/filter.ts";
import { parseFilter } from "../../../src/logs/filter/parse-filter.ts";
import { compileFormat } from "../../../src/logs/layout/compile-format.ts";
import { toLogReport } from "../../../src/logs/to-log-report.ts";
import type { LogReport } from "../../../src/model/log-report.ts";
import { duckDbAthena } from "../../support/duckdb-athena.ts";
import { randomLine } from "../../support/log-lines.ts";
import { scanLog } from "../../support/scan-log.ts";

const FORMAT = `{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","userAgent":"$context.identity.userAgent","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status","responseLatency":"$context.responseLatency","integrationLatency":"$context.integration.latency","responseLength":"$context.responseLength","errorResponseType":"$context.error.responseType","errorMessage":"$context.error.message","apiKeyId":"$context.identity.apiKeyId","apiId":"$context.apiId","stage":"$context.stage"}`;
const ALWAYS = { startMs: 0, endMs: Date.UTC(2100, 0, 1) };
const OPTIONS = { database: "logs", table: "t", mayCreateTable: true };
const closing: (() => void)[] = [];

afterAll(() => {
  for (const close of closing) close();
});

async function byAthena(
  format: string,
  lines: readonly string[],
  by: readonly Dimension[] = ["route"],
  filter = "",
  window = ALWAYS,
): Promise<LogReport> {
  const program = filter === "" ? [] : parseFilter(filter);
  const sql = athenaSql("s3://logs/p/", { window, format, by, filter: program }, OPTIONS, undefined);
  const engine = await duckDbAthena(lines.map((line) => ({ line, datehour: "" })));
  closing.push(engine.close);
  await engine.execute(sql.createTable);
  const { columns, rows } = await engine.execute(sql.query);
  const named = rows.map(
    (row) =>
      new Map(
        columns.flatMap((name, at): [string, string][] => (row[at] === null ? [] : [[name, row[at]!]])),
      ),
  );
  const aggregates = readRows(named, by.length);
  return toLogReport({ aggregates, problems: [], descriptions: [] }, by);
}

function byEngine(
  format: string,
  lines: readonly string[],
  by: readonly Dimension[] = ["route"],
  filter = "",
): LogReport {
  const layout = compileFormat(format);
  const isConcatenated = layout.kind === "json" && lines.some((line) => line.includes("}{"));
  const aggregates = scanLog(`${lines.join("\n")}\n`, {
    layout: { ...layout, isConcatenated },
    by,
    filter: filter === "" ? [] : parseFilter(filter),
  });
  return toLogReport({ aggregates, problems: [], descriptions: [] }, by);
}

/** Which of several requests of one latency are told is not for the engine to choose. */
const comparable = (report: LogReport) => ({
  ...report,
  slowest: report.slowest.map(({ latencyMs }) => latencyMs),
  unparsedSamples: report.unparsedSamples.slice(0, 1),
  groups: report.groups.map(withSortedNames),
  total: withSortedNames(report.total),
});

function withSortedNames<T extends Pick<LogReport["total"], "statuses" | "responseTypes">>(group: T): T {
  const sorted = (record: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(record).sort());
  return { ...group, statuses: sorted(group.statuses), responseTypes: sorted(group.responseTypes) };
}

const random = createRandom(5);
const LINES = Array.from({ length: 2_000 }, (_, number) => randomLine(random, number * 17));

describe("the query for Athena", () => {
  it("gives what the local engine gives of the same lines, percentiles and lists included", async () => {
    const found = await byAthena(FORMAT, LINES);
    expect(found.requests).toBe(2_000);
    expect(found.minutes.length).toBeGreaterThan(40);
    expect(comparable(found)).toEqual(comparable(byEngine(FORMAT, LINES)));
  });
});
