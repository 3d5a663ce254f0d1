import { describe, expect, it } from "vitest";

import type { PlannedQuery } from "../../../../../src/collectors/logs/insights/plan-query.ts";
import { runQueries } from "../../../../../src/collectors/logs/insights/run-queries.ts";
import { ScanAllowance } from "../../../../../src/aws/scan-allowance.ts";
import { logScanUsd } from "../../../../../src/catalog/prices.ts";
import { inProcess } from "../../../../support/insights-in-process.ts";
import { START_MS, toEvents } from "../../../../support/insights-log.ts";

/** One line a minute, and three in the seventh. */
const LINES = Array.from({ length: 13 }, (_, at) => ({
  timeMs: START_MS + Math.min(at, at > 6 ? Math.max(6, at - 2) : at) * 60_000 + at,
  line: `{"n":"${at}"}`,
}));

function counting(limit: number, change: Partial<PlannedQuery> = {}): PlannedQuery {
  return {
    name: "lines",
    text: ({ startMs, endMs }) =>
      `filter toMillis(@timestamp) >= ${startMs} and toMillis(@timestamp) < ${endMs} | stats count(*) as found by n, bin(1m) as minute`,
    limit,
    isSplittable: true,
    ...change,
  };
}

async function run(
  query: PlannedQuery,
  windowMs = 11 * 60_000,
): Promise<{ rows: string[]; asked: string[]; isFull: boolean; scans: number }> {
  const { access, asked } = inProcess({ group: toEvents(LINES) });
  let scans = 0;
  const window = { startMs: START_MS, endMs: START_MS + windowMs };
  const answers = await runQueries(
    [query],
    { logGroups: ["group"], window, estimatedBytes: null, onScanned: () => (scans += 1) },
    access,
  );
  const found = answers.get("lines");
  expect(found?.failure).toBeNull();
  const rows = (found?.rows ?? []).map((row) => row.get("n") ?? "");
  return {
    rows: rows.toSorted((a, b) => Number(a) - Number(b)),
    asked,
    isFull: found?.isFull ?? false,
    scans,
  };
}

const ALL = LINES.map((_, at) => String(at));

describe("queries over a log", () => {
  it("are asked once where the answer has room", async () => {
    const { rows, asked, isFull, scans } = await run(counting(14));
    expect([rows, asked.length, isFull, scans]).toEqual([ALL, 1, false, 1]);
  });

  it("are asked again in halves where it is full, each line in one of them", async () => {
    const { rows, asked, isFull } = await run(counting(12));
    expect([rows, isFull]).toEqual([ALL, false]);
    expect(asked.length).toBe(3);
  });

  it("are not asked for more minutes at once than there are rows", async () => {
    const { rows, asked } = await run(counting(5));
    expect(rows).toEqual(ALL);
    const spans = asked.map((text) => [...text.matchAll(/\d{13}/g)].map(Number) as [number, number]);
    expect(spans.length).toBeGreaterThan(2);
    expect(spans.every(([from, to]) => to - from <= 5 * 60_000)).toBe(true);
  });

  it("end at a minute that is fuller than an answer, and say so", async () => {
    const { rows, isFull } = await run(counting(2));
    expect(isFull).toBe(true);
    expect(rows.length).toBeLessThan(LINES.length);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it("go beyond a limit by one of them at most, where the log holds far more than was estimated", async () => {
    const window = { startMs: START_MS, endMs: START_MS + 600_000 };
    const queries = Array.from({ length: 7 }, (_, at) => counting(900, { name: `query ${at}` }));
    const ask = async (maxCostUsd: number | null): Promise<[number, number]> => {
      const allowance = new ScanAllowance(maxCostUsd);
      const { access, asked } = inProcess({ group: toEvents(LINES) }, { bytesScanned: 3e9, allowance });
      const log = { logGroups: ["group"], window, estimatedBytes: 1e6, onScanned: () => undefined };
      const answers = await runQueries(queries, log, access);
      return [asked.length, [...answers.values()].filter(({ failure }) => failure === null).length];
    };
    expect(await ask(null)).toEqual([7, 7]);
    // The whole estimate is within each of these limits.
    expect(logScanUsd(7e6)).toBeLessThan(0.001);
    expect(await ask(0.001)).toEqual([1, 1]);
    expect(await ask(logScanUsd(2 * 3e9))).toEqual([2, 2]);
    expect(await ask(logScanUsd(7 * 3e9))).toEqual([7, 7]);
  });

  it("are not split where their parts would not add up", async () => {
    const { rows, asked, isFull } = await run(counting(4, { isSplittable: false }));
    expect([rows.length, asked.length, isFull]).toEqual([4, 1, true]);
  });
});
