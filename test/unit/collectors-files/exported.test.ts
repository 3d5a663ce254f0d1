import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { parseJsonDocuments } from "../../../src/collectors/files/json-documents.ts";
import { readFrom } from "../../../src/collectors/files/read-from.ts";
import { datapoints } from "../../../src/model/series.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "gatewatch-export-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const REST = { ApiName: "orders", Stage: "prod" };

function query(
  id: string,
  metric: string,
  dimensions: Record<string, string> = REST,
  { stat = "Sum", period = 300, namespace = "AWS/ApiGateway", ...more } = {},
): object {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id: id,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions },
      Period: period,
      Stat: stat,
    },
    ...more,
  };
}

/** Newest first, as CloudWatch answers; times in periods before noon. */
function result(id: string, values: readonly number[], { period = 300 } = {}): object {
  return {
    Id: id,
    Label: id,
    Timestamps: values.map((_, index) => new Date(NOON_MS - (index + 1) * period * 1_000).toISOString()),
    Values: values,
    StatusCode: "Complete",
  };
}

const page = (...results: object[]): object => ({ MetricDataResults: results, Messages: [] });

async function read(queries: unknown, results: unknown): Promise<Snapshot> {
  const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  await writeFile(join(directory, "queries.json"), text(queries));
  await writeFile(join(directory, "results.json"), text(results));
  return readFrom(directory);
}

describe("an export", () => {
  test("becomes targets, series, and spans that end where the data end", async () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    const route = { ...REST, Resource: "/orders/{id}", Method: "GET" };
    const snapshot = await read(
      [
        query("a", "Count"),
        query("b", "Latency", route, { stat: "p99" }),
        query("c", "Errors", { FunctionName: "writer" }, { namespace: "AWS/Lambda" }),
      ],
      page(result("a", values), result("b", [7.5, 8.25]), result("c", [])),
    );
    expect(snapshot).toMatchObject({
      origin: "exported",
      window: { startMs: NOON_MS - 3 * HOUR, endMs: NOON_MS },
      baseline: { startMs: NOON_MS - 500 * MINUTE, endMs: NOON_MS - 3 * HOUR },
      blindSpots: [],
    });
    expect(snapshot.targets).toEqual([
      {
        id: "rest:orders/prod",
        kind: "rest",
        apiId: null,
        apiName: "orders",
        stage: "prod",
        region: "unknown",
        accountId: null,
        dimensions: REST,
        configuration: null,
      },
    ]);
    const [count, latency, errors] = snapshot.series;
    expect(count).toMatchObject({ target: "rest:orders/prod", route: null, stat: "Sum", periodSeconds: 300 });
    expect(count!.runs).toEqual([[NOON_MS - 500 * MINUTE, [...values].reverse()]]);
    expect(latency).toMatchObject({ target: "rest:orders/prod", route: "GET /orders/{id}", stat: "p99" });
    expect(errors).toMatchObject({ target: null, route: null, namespace: "AWS/Lambda", runs: [] });
  });

  test("tells HTTP from WebSocket by the metric family, and says where it cannot", async () => {
    const at = (ApiId: string): Record<string, string> => ({ ApiId, Stage: "$default" });
    const snapshot = await read(
      [
        query("a", "IntegrationLatency", at("h1")),
        query("b", "4xx", at("h1")),
        query("c", "IntegrationLatency", at("w1")),
        query("d", "ConnectCount", { ...at("w1"), Route: "$connect" }),
        query("e", "IntegrationLatency", at("u1")),
      ],
      page(...["a", "b", "c", "d", "e"].map((id, index) => result(id, [index + 3]))),
    );
    expect(snapshot.targets.map(({ id }) => id)).toEqual([
      "http:h1/$default",
      "http:u1/$default",
      "websocket:w1/$default",
    ]);
    expect(snapshot.series[3]).toMatchObject({ target: "websocket:w1/$default", route: "$connect" });
    expect(snapshot.blindSpots.filter(({ target }) => target !== null)).toMatchObject([
      { target: "http:u1/$default", code: "BAD_INPUT" },
    ]);
  });

  test("keeps the accounts of a monitoring account apart", async () => {
    const snapshot = await read(
      [
        query("a", "Count", REST, { AccountId: "111122223333" } as object),
        query("b", "Count", REST, { AccountId: "444455556666" } as object),
      ],
      page(result("a", [5]), result("b", [9])),
    );
    expect(snapshot.targets.map(({ id, accountId }) => [id, accountId])).toEqual([
      ["111122223333/unknown/rest:orders/prod", "111122223333"],
      ["444455556666/unknown/rest:orders/prod", "444455556666"],
    ]);
    expect(snapshot.series.map(({ runs }) => runs[0]![1])).toEqual([[5], [9]]);
  });

  const halves = [result("a", [11, 12]), { ...result("a", [0, 0, 13, 14]) }];
  const later = {
    ...(halves[1] as { Timestamps: string[] }),
    Timestamps: (halves[1] as { Timestamps: string[] }).Timestamps.slice(2),
    Values: [13, 14],
  };
  test.each([
    [
      "pages one after another",
      `${JSON.stringify(page(halves[0]!))}\n${JSON.stringify(page(later), null, 2)}`,
    ],
    ["a list of pages", [page(halves[0]!), page(later)]],
    ["one page with the id twice", page(halves[0]!, later)],
  ])("comes as %s", async (_name, results) => {
    const snapshot = await read({ MetricDataQueries: [query("a", "Count")] }, results);
    expect(snapshot.series[0]!.runs).toEqual([[NOON_MS - 20 * MINUTE, [14, 13, 12, 11]]]);
  });

  test.each([
    ["with an offset", (timeMs: number) => new Date(timeMs + 2 * HOUR).toISOString().replace("Z", "+02:00")],
    ["in epoch seconds", (timeMs: number) => timeMs / 1_000],
    ["in epoch seconds as text", (timeMs: number) => `${timeMs / 1_000}.0`],
  ])("has its timestamps %s", async (_name, write) => {
    const Timestamps = [NOON_MS - 10 * MINUTE, NOON_MS - 5 * MINUTE].map((timeMs) => write(timeMs));
    const snapshot = await read([query("a", "Count")], page({ Id: "a", Timestamps, Values: [3, 4] }));
    expect(snapshot.series[0]!.runs).toEqual([[NOON_MS - 10 * MINUTE, [3, 4]]]);
  });

  test("a coarse period that has just begun does not move the end into the unknown", async () => {
    const snapshot = await read(
      [query("a", "Count", REST, { period: 60 }), query("b", "Count", REST, { period: 3_600 })],
      page(result("a", [5, 6, 7], { period: 60 }), result("b", [80, 90, 100], { period: 3_600 })),
    );
    expect(snapshot.window.endMs).toBe(NOON_MS);
    const begun = { Id: "b", Timestamps: ["2026-11-22T11:00:00Z"], Values: [80] };
    const early = { Id: "a", Timestamps: ["2026-11-22T11:24:00Z"], Values: [5] };
    const other = await read(
      [query("a", "Count", REST, { period: 60 }), query("b", "Count", REST, { period: 3_600 })],
      page(early, begun),
    );
    expect(other.window.endMs).toBe(NOON_MS - 35 * MINUTE);
  });

  test("is final only so far as it was two minutes after it was written", async () => {
    const write = async (writtenMs: number): Promise<number> => {
      await read([query("a", "Count")], page(result("a", [5, 6])));
      await utimes(join(directory, "results.json"), writtenMs / 1_000, writtenMs / 1_000);
      return (await readFrom(directory)).settledMs;
    };
    expect(await write(NOON_MS - 90_000)).toBe(NOON_MS - 210_000);
    expect(await write(NOON_MS + 121_000)).toBe(NOON_MS);
    // An archive that gives every file the same old date says nothing.
    expect(await write(NOON_MS - 40 * 365 * 24 * HOUR)).toBe(NOON_MS);
  });
});

describe("what cannot be used", () => {
  test("is counted, each kind in a blind spot of its own", async () => {
    const snapshot = await read(
      [
        query("a", "Count"),
        query("b", "5XXError"),
        query("c", "Latency", { ApiName: "orders" }),
        query("d", "Latency", { ApiName: "orders", Resource: "/x" }),
        { Id: "e", Expression: "a/b" },
        query("hidden", "4XXError", REST, { ReturnData: false } as object),
        "no query",
        { Id: 7 },
      ],
      [
        page(
          { ...result("a", [5, 6, 7]), Values: [5, 6] },
          result("c", [3]),
          result("d", [4]),
          result("e", [0.25]),
          result("stray", [9]),
          { Id: "a", Timestamps: ["yesterday", "2026-11-22T09:03:00Z"], Values: [8, 17] },
        ),
        { unexpected: true },
        { MetricDataResults: [{ ...result("d", [2]), StatusCode: "PartialData" }], NextToken: "more" },
        page("no result" as unknown as object),
      ].concat({
        MetricDataResults: [],
        Messages: [{ Code: "MaxMetricsExceeded", Value: "too many" }],
        NextToken: "more",
      } as object),
    );
    const hints = snapshot.blindSpots.map(({ code, hint }) => `${code} ${hint}`);
    for (const expected of [
      /^BAD_INPUT 2 entries of queries\.json/,
      /^BAD_INPUT 2 parts of results\.json/,
      /^BAD_INPUT 1 result ids have no query/,
      /^BAD_INPUT 1 queries have no result/,
      /^BAD_INPUT 1 results of metric math/,
      /^BAD_INPUT 1 results have unequal numbers/,
      /^BAD_INPUT 1 datapoints have a time or a value/,
      /^BAD_INPUT 1 datapoints do not start/,
      /^PARTIAL_DATA 1 results end with the status PartialData/,
      /^PARTIAL_DATA CloudWatch said .*MaxMetricsExceeded: too many/,
      /^PARTIAL_DATA The last page of results\.json/,
      /^BAD_INPUT 1 queries are of an API as a whole/,
      /^BAD_INPUT 1 queries of AWS\/ApiGateway have dimensions/,
    ]) {
      expect(hints.filter((hint) => expected.test(hint))).toHaveLength(1);
    }
    const [count] = snapshot.series;
    expect(datapoints(count!).map(({ value }) => value)).toEqual([17, 6, 5]);
    expect(datapoints(count!)[0]!.timeMs).toBe(NOON_MS - 3 * HOUR);
    expect(snapshot.series.map(({ metric }) => metric)).toEqual(["Count", "Latency", "Latency"]);
  });

  test("a file that is cut gives what was before the cut", async () => {
    const whole = JSON.stringify(page(result("a", [5, 6])));
    const snapshot = await read([query("a", "Count")], `${whole}\n${whole.slice(0, 40)}`);
    expect(snapshot.series[0]!.runs[0]![1]).toEqual([6, 5]);
    expect(snapshot.blindSpots.map(({ hint }) => hint)).toContainEqual(
      expect.stringMatching(/^1 parts of results\.json are cut/),
    );
  });

  test.each([0, 9_999_999_900])("one wrong time (%d) moves neither the baseline nor now", async (seconds) => {
    const usual = result("a", [5, 6, 7]) as { Timestamps: string[]; Values: number[] };
    const wrong = {
      ...usual,
      Timestamps: [new Date(seconds * 1_000).toISOString(), ...usual.Timestamps],
      Values: [8, ...usual.Values],
    };
    const snapshot = await read([query("a", "Count")], page(wrong));
    expect(snapshot.window).toEqual({ startMs: NOON_MS - 15 * MINUTE, endMs: NOON_MS });
    expect(snapshot.blindSpots.some(({ hint }) => hint.startsWith("1 datapoints lie years"))).toBe(true);
  });

  test("two queries of one id: the first keeps the result", async () => {
    const snapshot = await read([query("a", "Count"), query("a", "5XXError")], page(result("a", [5, 6])));
    expect(snapshot.series.map(({ metric }) => metric)).toEqual(["Count"]);
    expect(snapshot.blindSpots.some(({ hint }) => hint.startsWith("1 queries have no result"))).toBe(true);
  });

  test("an export of nothing but a window, or of no API, says so", async () => {
    const snapshot = await read(
      [query("c", "Errors", { FunctionName: "writer" }, { namespace: "AWS/Lambda" })],
      page(result("c", [5, 6])),
    );
    expect(snapshot.blindSpots.map(({ code }) => code).sort()).toEqual(["NO_BASELINE", "NO_TARGETS"]);
    const other = await readFrom(directory, { windowMs: 5 * MINUTE });
    expect(other.blindSpots.map(({ code }) => code)).toEqual(["NO_TARGETS"]);
  });

  test.each([
    ["no datapoint", [query("a", "Count")], page(), /1 queries, 0 results/],
    ["no JSON", "queries", "results", /0 queries, 0 results/],
    ["empty files", "", "", /0 queries, 0 results/],
    ["something else", "null", '"text"', /0 queries, 0 results/],
  ])("%s is an error that counts", async (_name, queries, results, message) => {
    await expect(read(queries, results)).rejects.toMatchObject({
      code: "E_BAD_INPUT",
      message: expect.stringMatching(message) as unknown,
      hint: expect.stringContaining("--metric-data-queries") as unknown,
    });
  });

  test("one file alone names the other", async () => {
    await writeFile(join(directory, "queries.json"), "[]");
    await expect(readFrom(directory)).rejects.toMatchObject({
      message: expect.stringContaining("results.json") as unknown,
    });
  });
});

describe("JSON values one after another", () => {
  test.each([
    ['{"a":"}{"} [1,[2]]\n{"b":"\\""}', [{ a: "}{" }, [1, [2]], { b: '"' }], 0],
    ['{"a":1} oops {"b":2}', [{ a: 1 }], 1],
    ['{"a":1}{"b":', [{ a: 1 }], 1],
    ["} {}", [{}], 1],
    ["", [], 0],
    ["7", [7], 0],
  ])("%s", (text, values, damaged) => {
    expect(parseJsonDocuments(text)).toEqual({ values, damaged });
  });
});

describe("times that are wrong", () => {
  const at = (minutes: number): string => new Date(NOON_MS - minutes * MINUTE).toISOString();
  const hints = async (...results: object[]): Promise<string[]> => {
    const snapshot = await read([query("m1", "Count"), query("m2", "Latency")], page(...results));
    return snapshot.blindSpots.flatMap(({ code, hint }) => (code === "BAD_INPUT" ? [hint] : []));
  };
  const of = (Id: string, minutes: readonly number[]): object => ({
    Id,
    Timestamps: minutes.map(at),
    Values: minutes.map((minute) => minute + 1),
    StatusCode: "Complete",
  });

  test("are fine in either direction", async () => {
    expect(await hints(of("m1", [30, 25, 20]), of("m2", [20, 25, 30]))).toEqual([]);
  });

  test("given twice are told once, with their number and the first one's place", async () => {
    expect(await hints(of("m1", [30, 25, 20]), of("m2", [30, 25, 25, 20]), of("m2", [20, 15]))).toEqual([
      expect.stringMatching(
        /^2 datapoints .* The first is result "m2", timestamp 3 \(2026-11-22T11:35:00\.000Z\) of results\.json\./,
      ) as string,
    ]);
  });

  test("out of order are told once, with the first one's place, and sorted", async () => {
    expect(await hints(of("m1", [30, 20, 25, 15, 35]), of("m2", [30, 25, 20]))).toEqual([
      expect.stringMatching(
        /^1 results .* timestamp 3 \(2026-11-22T11:35:00\.000Z\) of results\.json\.$/,
      ) as string,
    ]);
    const { series } = await readFrom(directory);
    expect(series[0] && datapoints(series[0]).map(({ value }) => value)).toEqual([36, 31, 26, 21, 16]);
  });
});

const petshop = resolve(process.env["GATEWATCH_DATA"] ?? "../shared/data", "petshop");

describe.skipIf(!existsSync(petshop))(`a real stage, where ${petshop} is there`, () => {
  test("every case is read whole: no loss, and the same numbers as in the file", async () => {
    const cases = (await readdir(petshop, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    expect(cases.length).toBeGreaterThan(10);
    for (const { name } of cases) {
      const snapshot = await readFrom(join(petshop, name));
      expect(snapshot.blindSpots).toEqual([]);
      expect(snapshot.targets.map(({ id }) => id)).toEqual(["rest:PetAdoptionStatusUpdater/prod"]);
      const file = JSON.parse(await readFile(join(petshop, name, "results.json"), "utf8")) as {
        MetricDataResults: { Timestamps: string[]; Values: number[] }[];
      };
      expect(snapshot.series).toHaveLength(file.MetricDataResults.length);
      for (const [index, { Timestamps, Values }] of file.MetricDataResults.entries()) {
        const held = datapoints(snapshot.series[index]!).map(({ timeMs, value }) => [timeMs, value]);
        const listed = Timestamps.map((time, at) => [Date.parse(time), Values[at]]).reverse();
        expect(held).toEqual(listed);
      }
      const lastMs = Math.max(
        ...file.MetricDataResults.flatMap(({ Timestamps }) => Timestamps.map((time) => Date.parse(time))),
      );
      expect(snapshot.window).toEqual({
        startMs: lastMs + 5 * MINUTE - 3 * HOUR,
        endMs: lastMs + 5 * MINUTE,
      });
      expect(snapshot.settledMs).toBe(snapshot.window.endMs);
      const lambda = snapshot.series.filter(({ namespace }) => namespace === "AWS/Lambda");
      expect(lambda.map(({ target }) => target)).toEqual(Array(7).fill(null));
    }
  });
});
