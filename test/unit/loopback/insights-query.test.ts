import { describe, expect, it } from "vitest";

import { parseInsightsQuery } from "../../../src/loopback/logs/insights-query.ts";
import { toRecord } from "../../../src/loopback/logs/insights-record.ts";
import { NOW_MS } from "./literal-account.ts";

const MESSAGES = [
  { n: 1, status: "200", latency: "31", "a-b": "x", deep: { type: "T1" }, route: "/orders" },
  { n: 2, status: "503", latency: "7", route: "/items" },
  { n: 3, status: "-", latency: "-", "a-b": 'say "hi"', route: "/orders" },
  { n: 4, status: "0429", latency: "12.5", deep: { type: "T2" } },
  "203.0.113.9 [now] GET /x y",
].map((message) => (typeof message === "string" ? message : JSON.stringify(message)));

function run(query: string): Record<string, string>[] {
  const records = MESSAGES.map((message, at) =>
    toRecord(
      { eventId: `event-${at}`, streamName: "s", timestampMs: NOW_MS - 400_000 + at * 61_000, message },
      "1:log",
    ),
  );
  return parseInsightsQuery(query)
    .run(records)
    .rows.map((row) => Object.fromEntries([...row].filter(([name]) => name !== "@ptr")));
}

/** What `filter` lets through, by number; the line of text has none. */
const passing = (condition: string): string =>
  run(`filter ${condition} | fields n | sort n asc`)
    .map(({ n }) => n ?? "text")
    .join(" ");

describe("a query", () => {
  it.each([
    // Text that looks like a number compares as one, "-" does not.
    ["status >= 429", "2 4"],
    ["status = 429", "4"],
    ['status = "429"', "4"],
    ["status like /^429$/", ""],
    ["status = '-'", "3"],
    ["ispresent(latency) and latency < 30", "2 4"],
    ["not ispresent(`a-b`)", "2 4 text"],
    [String.raw`${"`a-b`"} = "say \"hi\""`, "3"],
    ["deep.type like 'T' and not (deep.type = 'T2')", "1"],
    ["route =~ /ord/ or n = 2", "1 2 3"],
    ["n + 1 > 3 and n - 1 < 3", "3"],
    ["strcontains(route, 'item') = 1", "2"],
    ["toMillis(@timestamp) >= 1779278066000", "3 4 text"],
  ])("filter %s", (condition, expected) => {
    expect(passing(condition)).toBe(expected);
  });

  it.each<[string, Record<string, string>]>([
    ["fields concat('s', status) as s, missing | filter n = 1", { s: "s200" }],
    ["fields concat(route, missing) as s, n | filter n = 1", { n: "1" }],
    ["fields coalesce(missing, deep.type, route) as s | filter n = 2", { s: "/items" }],
    ["fields latency + 0 as ms, n | filter n = 3", { n: "3" }],
    [
      "fields abs(1 - n) as a, floor(latency) as f, ceil(latency) as c | filter n = 4",
      { a: "3", f: "12", c: "13" },
    ],
    ["parse status /^(?<class>[1-5])\\d\\d$/ | fields class, n | filter n = 2", { class: "5", n: "2" }],
    ["parse status /^(?<class>[1-5])\\d\\d$/ | fields class, n | filter n = 4", { n: "4" }],
    [
      "parse '* [*] * ' as ip, at, verb | fields ip, at, verb | filter verb = 'GET'",
      { ip: "203.0.113.9", at: "now", verb: "GET" },
    ],
    [
      "parse @message /(?<first>\\S+)$|(?<never>never)/ | fields first, never | filter first = 'y'",
      { first: "y" },
    ],
  ])("%s", (query, expected) => {
    expect(run(query)).toEqual([expected]);
  });

  it("sums up numbers alone, and leaves out what a group has nothing for", () => {
    const columns =
      "count(*) as all, count(latency) as logged, sum(latency) as total, pct(latency, 50) as half, avg(latency + 1)";
    expect(run(`stats ${columns} by route | sort route asc`)).toEqual([
      { route: "/items", all: "1", logged: "1", total: "7", half: "7", "avg(latency+1)": "8" },
      { route: "/orders", all: "2", logged: "2", total: "31", half: "31", "avg(latency+1)": "32" },
      { all: "2", logged: "1", total: "12.5", half: "12.5", "avg(latency+1)": "13.5" },
    ]);
    expect(run("filter n > 99 | stats count(*) as n, sum(latency)")).toEqual([{ n: "0" }]);
  });

  it("takes the value at the nearest rank for a percentile", () => {
    const [row] = run("stats pct(n, 0) as a, pct(n, 25) as b, pct(n, 26) as c, pct(n, 100) as d");
    expect(row).toEqual({ a: "1", b: "1", c: "2", d: "4" });
  });

  it("cuts a bin to the greatest number of its unit", () => {
    const starts = (span: string): (string | undefined)[] =>
      run(`stats count(*) by bin(${span}) as t | sort t asc`).map(({ t }) => t);
    expect(starts("300s")).toEqual(starts("60s"));
    expect(starts("5m")).toEqual(["2026-05-20 11:50:00.000", "2026-05-20 11:55:00.000"]);
    expect(starts("90m")).toEqual(starts("1h"));
  });

  it.each([
    "stats count(*) as",
    "stats sum(status >= 500)",
    "stats pct(latency)",
    "stats pct(latency, 101)",
    "parse @message /no group/",
    "parse @message 'a * b' as x, y",
    "parse @message /(/",
    "filter strcontains(route)",
    "filter status",
    "fields a / b",
    "fields `open",
    "stats count(*) by n | parse n /(?<x>.)/",
    "limit 100001",
    "dedup n",
  ])("is refused where it is not understood: %s", (query) => {
    expect(() => run(query)).toThrow(/in the query/);
  });
});
