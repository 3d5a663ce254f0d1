import { afterAll, describe, expect, it } from "vitest";

import { athenaSql } from "../../../src/collectors/logs/athena/athena-sql.ts";
import { readRows } from "../../../src/collectors/logs/athena/read-rows.ts";
import { createRandom, type Random } from "../../../src/core/random.ts";
import type { Dimension } from "../../../src/logs/filter/filter.ts";
import { parseFilter } from "../../../src/logs/filter/parse-filter.ts";
import { compileFormat } from "../../../src/logs/layout/compile-format.ts";
import { toLogReport } from "../../../src/logs/to-log-report.ts";
import type { LogReport } from "../../../src/model/log-report.ts";
import { duckDbAthena } from "../../support/duckdb-athena.ts";
import { FORMATS_IN_USE } from "../../support/formats-in-use.ts";
import { randomLine } from "../../support/log-lines.ts";
import { scanLog } from "../../support/scan-log.ts";

const FORMAT = `{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","userAgent":"$context.identity.userAgent","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status","responseLatency":"$context.responseLatency","integrationLatency":"$context.integration.latency","responseLength":"$context.responseLength","errorResponseType":"$context.error.responseType","errorMessage":"$context.error.message","apiKeyId":"$context.identity.apiKeyId","apiId":"$context.apiId","stage":"$context.stage"}`;
const ALWAYS = { startMs: 0, endMs: Date.UTC(2100, 0, 1) };
const OPTIONS = { database: "logs", table: "t", mayCreateTable: true };
const engine = await duckDbAthena();

afterAll(() => engine.close());

async function byAthena(
  format: string,
  lines: readonly string[],
  by: readonly Dimension[] = ["route"],
  filter = "",
  window = ALWAYS,
): Promise<LogReport> {
  const program = filter === "" ? [] : parseFilter(filter);
  const sql = athenaSql("s3://logs/p/", { window, format, by, filter: program }, OPTIONS, undefined);
  engine.deliver(lines.map((line) => ({ line, datehour: "" })));
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
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...group, statuses: sorted(group.statuses), responseTypes: sorted(group.responseTypes) };
}

const random = createRandom(5);
const LINES = Array.from({ length: 300 }, (_, number) => randomLine(random, number * 113));

describe("the query for Athena", () => {
  it("gives what the local engine gives of the same lines, percentiles and lists included", async () => {
    const found = await byAthena(FORMAT, LINES);
    expect(found.requests).toBe(LINES.length);
    expect(found.minutes.length).toBeGreaterThan(40);
    expect(comparable(found)).toEqual(comparable(byEngine(FORMAT, LINES)));
  });

  it.each([["method", "responseType"]] as const)("groups by %s and %s", async (...by) => {
    expect(comparable(await byAthena(FORMAT, LINES, by))).toEqual(comparable(byEngine(FORMAT, LINES, by)));
  });

  it.each([
    "status>=500 && route~/orders/",
    "(latency>200 || integrationLatency!=7) && !(ip==203.0.113.9) && method!=POST",
    `error-message=="order 4711 failed" || type~/^THR/`,
    "waf-latency>1",
  ])("filters by %s", async (filter) => {
    const found = await byAthena(FORMAT, LINES, ["route"], filter);
    expect(found.requests + found.filtered).toBe(LINES.length);
    expect(comparable(found)).toEqual(comparable(byEngine(FORMAT, LINES, ["route"], filter)));
  });

  it("keeps to the window", async () => {
    const startMs = Date.UTC(2026, 10, 22, 14, 10, 7);
    const endMs = Date.UTC(2026, 10, 22, 14, 21, 13);
    const inside = LINES.filter((line) => {
      const [, minute = 0, second = 0] = /2026:14:(\d\d):(\d\d)/.exec(line)!.map(Number);
      const timeMs = Date.UTC(2026, 10, 22, 14, minute, second);
      return timeMs >= startMs && timeMs < endMs;
    });
    expect(inside.length).toBeGreaterThan(40);
    const found = await byAthena(FORMAT, LINES, ["route"], "", { startMs, endMs });
    expect(found.filtered).toBe(LINES.length - inside.length);
    expect({ ...comparable(found), filtered: 0 }).toEqual(comparable(byEngine(FORMAT, inside)));
  });

  it("parts objects that Firehose has joined, and counts what is no request", async () => {
    const joined = [
      LINES.slice(0, 90).join(""),
      LINES.slice(90, 200).join(""),
      "no log at all",
      "[]",
      LINES[200]!,
    ];
    const found = await byAthena(FORMAT, joined);
    expect(found.requests).toBe(201);
    expect(found.unparsed).toBe(2);
    expect(found.unparsedSamples).toHaveLength(1);
    expect(found.groups).toEqual((await byAthena(FORMAT, LINES.slice(0, 201))).groups);
  });

  it("tells the groups beyond its bound together, exactly", async () => {
    const lines = Array.from({ length: 1_040 }, (_, number) => {
      const route = number < 30 ? "/often" : `/once/${number}`;
      return randomLine(random, number).replace(/"resourcePath":"[^"]*"/, `"resourcePath":"${route}"`);
    });
    const found = await byAthena(FORMAT, lines, ["resource"]);
    const own = byEngine(FORMAT, lines, ["resource"]);
    expect(own.groups).toHaveLength(1_011);
    // The frequent one takes two rows of the thousand, one for each API that the lines name.
    expect(found.groups).toHaveLength(1_000);
    expect(found.groups.at(-1)).toMatchObject({ key: { resource: "(other)" }, requests: 12 });
    expect(found.limits.otherGroups).toBe(12);
    const { statuses: _statuses, responseTypes: _types, ...total } = own.total;
    expect(found.total).toMatchObject(total);
  });

  it("repairs what API Gateway writes as no JSON: a bare hyphen, and quotes around quotes", async () => {
    const format = `{"requestId":"$context.requestId","latency":$context.responseLatency,"waf":$context.waf.latency,"message":"$context.error.messageString","status":"$context.status"}`;
    const lines = [
      `{"requestId":"a-1","latency":31,"waf":-,"message":"-","status":"200"}`,
      `{"requestId":"a-2","latency":-,"waf":-,"message":""Forbidden"","status":"403"}`,
      `{"requestId":"a-3","latency":57,"waf":4,"message":"-","status":"502"}`,
    ];
    const found = await byAthena(format, lines);
    expect(found.repaired).toBe(2);
    expect(found.top.messages[0]?.text).toBe("Forbidden");
    expect(comparable(found)).toEqual(comparable(byEngine(format, lines)));
  });

  it("counts a 429 as throttled where the Format has no response type, unless it is the quota's", async () => {
    const format = `{"status":"$context.status","why":"$context.error.message","epoch":"$context.requestTimeEpoch"}`;
    const line = (status: number, why: string, epoch: number) =>
      JSON.stringify({ status: String(status), why, epoch: String(epoch) });
    const lines = [
      line(429, "Too Many Requests", 1_780_000_000),
      line(429, "Limit Exceeded", 1_780_000_061_000),
      line(500, "-", 1_780_000_130),
    ];
    const found = await byAthena(format, lines);
    expect([found.total.throttled, found.total.quotaExceeded]).toEqual([1, 1]);
    expect(found.minutes).toHaveLength(3);
    expect(comparable(found)).toEqual(comparable(byEngine(format, lines)));
  });
});

/** A value for each variable that has a meaning here; others are words. Some are absent. */
function valueOf(variable: string, drawn: Random): string {
  const upTo = (most: number): number => Math.floor(drawn.next() * most);
  if (drawn.next() < 0.08) return "-";
  if (/status$/i.test(variable)) return String([200, 201, 404, 429, 500, 504][upTo(6)]);
  if (/latency$/i.test(variable)) return String(upTo(700));
  if (/length$|dataProcessed/i.test(variable)) return String(upTo(4_000));
  if (variable === "requestTime")
    return `22/Nov/2026:14:${String(10 + upTo(40))}:${String(10 + upTo(49))} +0000`;
  if (variable === "requestTimeEpoch") return String(Date.UTC(2026, 10, 22, 14) + upTo(3_000_000));
  if (variable === "httpMethod") return ["GET", "PUT"][upTo(2)]!;
  if (variable === "resourcePath" || variable === "path") return ["/orders", "/pets/{id}"][upTo(2)]!;
  if (variable === "routeKey") return ["GET /orders", "PUT /pets/{id}", "$default"][upTo(3)]!;
  if (variable === "identity.sourceIp") return `203.0.113.${upTo(30)}`;
  if (variable === "error.responseType") return ["THROTTLED", "DEFAULT_5XX", "-"][upTo(3)]!;
  if (variable === "error.messageString") return '"Forbidden"';
  return `word${upTo(50)}`;
}

/** One of each kind: flat JSON, which is most of them, reads alike whatever its keys are. */
const KINDS =
  /^(2 REST CLF|3 REST XML|4 HTTP CLF with|5 WebSocket CLF|7 |8 |9 |11 |12 |13 |15 nested by phase|16 the request)/;

describe("the query for Athena, for Formats in use", () => {
  it.each(FORMATS_IN_USE.filter(({ name }) => KINDS.test(name)))("$name", async ({ format }) => {
    const drawn = createRandom(23);
    const lines = Array.from({ length: 40 }, () =>
      format
        .trim()
        .replace(/\r?\n/g, " ")
        .replace(/\$context\.(\w+(?:\.\w+)*)/g, (_whole, name: string) => valueOf(name, drawn)),
    );
    const found = await byAthena(format, lines, ["route", "status"]);
    expect(found.requests).toBeGreaterThan(20);
    const own = byEngine(format, lines, ["route", "status"]);
    expect(comparable(found)).toEqual(comparable(own));
  });
});

describe("the table for Athena", () => {
  const request = {
    window: { startMs: Date.UTC(2026, 10, 22, 14, 5), endMs: Date.UTC(2026, 10, 22, 15) },
    format: FORMAT,
    by: ["route"] as const,
    filter: [],
  };

  it("has the hours of the keys as partitions, and the query asks for no others", () => {
    const { createTable, query } = athenaSql(
      "s3://bucket/or'ders-",
      request,
      { ...OPTIONS, table: undefined },
      ["", "", "", ""],
    );
    const expected = [
      `CREATE EXTERNAL TABLE IF NOT EXISTS \`logs\`.\`${/gatewatch_[0-9a-f]{8}/.exec(query)![0]}\` (`,
      "  `line` string",
      ")",
      "PARTITIONED BY (`datehour` string)",
      "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.RegexSerDe'",
      "WITH SERDEPROPERTIES ('input.regex' = '(?s)(.*)')",
      "LOCATION 's3://bucket/'",
      "TBLPROPERTIES (",
      "  'projection.enabled' = 'true',",
      "  'projection.datehour.type' = 'date',",
      "  'projection.datehour.format' = 'yyyy/MM/dd/HH',",
      "  'projection.datehour.range' = '2015/10/01/00,NOW',",
      "  'projection.datehour.interval' = '1',",
      "  'projection.datehour.interval.unit' = 'HOURS',",
      "  'storage.location.template' = 's3://bucket/or\\'ders-${datehour}/'",
      ")",
    ];
    expect(createTable.split("\n")).toEqual(expected);
    // A request of 14:05 can lie in an object that was begun at 13:50; one of 14:59 can arrive at 15:14.
    expect(query).toContain("WHERE datehour BETWEEN '2026/11/22/13' AND '2026/11/22/15'");
  });

  it("takes hours whose folders have names", () => {
    const { createTable, query } = athenaSql("s3://bucket/p/", request, OPTIONS, [
      "year=",
      "month=",
      "day=",
      "hour=",
    ]);
    expect(createTable).toContain(String.raw`'\'year=\'yyyy/\'month=\'MM/\'day=\'dd/\'hour=\'HH'`);
    expect(query).toContain("BETWEEN 'year=2026/month=11/day=22/hour=13' AND");
  });

  it.each([
    ["a glob", "s3://bucket/p/*.gz", {}, {}],
    ["no Format", "s3://bucket/p/", { format: undefined }, {}],
    ["a dimension that Gatewatch derives", "s3://bucket/p/", { by: ["userAgentFamily"] }, {}],
    ["a filter by one", "s3://bucket/p/", { filter: parseFilter("error~/x/") }, {}],
    ["a database's name that is none", "s3://bucket/p/", {}, { database: "x`; DROP" }],
    [
      "a filter that is too long",
      "s3://bucket/p/",
      { filter: parseFilter(`path=="${"x".repeat(300_000)}"`) },
      {},
    ],
  ] as const)("refuses %s", (_name, uri, changes, options) => {
    expect(() => athenaSql(uri, { ...request, ...changes }, { ...OPTIONS, ...options }, undefined)).toThrow(
      expect.objectContaining({ code: "E_USAGE" }),
    );
  });
});
