import { describe, expect, it } from "vitest";

import { runOnce } from "../../../src/agent/run-once.ts";
import { moves } from "../../../src/agent/watch/moves.ts";
import { TAIL_EVERY_MS, tailMoves, tailQueries } from "../../../src/agent/watch/tail.ts";
import { METRICS } from "../../../src/catalog/metrics.ts";
import { createRandom } from "../../../src/core/random.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import { toRuns, type Series } from "../../../src/model/series.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import type { PlannedIncident } from "../../../src/simulate/plan.ts";
import { memoryStore, watchedAccount } from "../../support/agent-in-memory.ts";
import { aWatchedTarget } from "../../support/agent-state.ts";
import { simulateLatency, simulatePlan, simulateRoute, simulateStage } from "../../support/simulate-plan.ts";

const NOW_MS = Date.UTC(2026, 2, 5, 15);
const PERIOD_MS = 5 * MINUTE_MS;
/** A quarter of an hour has 1,455 requests. */
const BUSY = toRuns(
  Array.from({ length: 30 }, (_, at) => ({ timeMs: NOW_MS - (at + 1) * MINUTE_MS, value: 97 })).toReversed(),
  60,
);
const CACHED = aWatchedTarget({ isCached: true, recent: [BUSY, [], [], []] });

/** What is answered to a look: a number for each wire, by how many periods ago. */
function answers(at: (periodsAgo: number) => readonly number[]): Series[] {
  return tailQueries(CACHED, NOW_MS).map(({ key, stat, periodSeconds, startMs, endMs }, wire) => {
    const points = [];
    for (let timeMs = startMs; timeMs < endMs; timeMs += PERIOD_MS) {
      const value = at((endMs - timeMs) / PERIOD_MS)[wire];
      if (value !== undefined) points.push({ timeMs, value });
    }
    return { target: CACHED.target.id, route: null, ...key, stat, periodSeconds, runs: toRuns(points, 300) };
  });
}
const moved = (at: (periodsAgo: number) => readonly number[], watched = CACHED): number[] => [
  ...tailMoves(watched, answers(at), NOW_MS, DEFAULT_SETTINGS).keys(),
];

describe("a look at the tail", () => {
  it.each([
    ["rest", false, ["Latency p99"]],
    ["rest", true, ["Latency p99", "CacheHitCount Sum", "CacheMissCount Sum"]],
    ["http", false, ["Latency p99"]],
    ["websocket", false, ["IntegrationLatency p99"]],
  ] as const)("of %s (cached: %s) asks for %j, of a day", (kind, isCached, expected) => {
    const { target } = CACHED;
    const queries = tailQueries({ ...CACHED, target: { ...target, kind }, isCached }, NOW_MS + 2 * MINUTE_MS);
    expect(queries.map(({ key, stat }) => `${key.metric} ${stat}`)).toEqual(expected);
    const names = METRICS.filter((fact) => fact.kind === kind).map(({ metric }) => metric);
    expect(names).toEqual(expect.arrayContaining(queries.map(({ key }) => key.metric)));
    for (const { startMs, endMs, periodSeconds } of queries)
      expect([startMs, endMs, periodSeconds]).toEqual([NOW_MS - 24 * HOUR_MS, NOW_MS, 300]);
  });

  it.each<[string, (periodsAgo: number) => readonly number[], number[]]>([
    ["nothing", (ago) => [430 + (ago % 7) * 9, 810 + (ago % 5), 90 + (ago % 3)], []],
    ["a tail", (ago) => [ago <= 2 ? 1_300 : 430 + (ago % 7) * 9, 810, 90], [4]],
    ["one slow minute", (ago) => [ago === 2 ? 4_100 : 430 + (ago % 7) * 9, 810, 90], []],
    ["a rise that nobody minds", (ago) => [ago <= 3 ? 470 : 420 + (ago % 7), 810, 90], []],
    ["a tail that is always as wild", (ago) => [[310, 1_170, 2_230][ago % 3] ?? 0, 810, 90], []],
    [
      "a cache that answers less",
      (ago) => [430 + (ago % 7) * 9, ...(ago <= 3 ? [530, 370] : [810, 90])],
      [5],
    ],
    ["a cache that answers more", (ago) => [430 + (ago % 7) * 9, ...(ago <= 3 ? [890, 10] : [810, 90])], []],
    ["a cache that few ask", (ago) => [430 + (ago % 7) * 9, ...(ago <= 3 ? [3, 29] : [81, 9])], []],
    ["a cache switched off", (ago) => [430 + (ago % 7) * 9, ...(ago <= 3 ? [] : [810, 90])], []],
    ["what was never before", (ago) => (ago <= 3 ? [1_300, 1, 900] : []), []],
  ])("finds %s", (_name, at, expected) => {
    expect(moved(at)).toEqual(expected);
  });

  it("finds nothing in the slowest of a few requests, nor where nothing was answered", () => {
    const slow = (ago: number) => [ago <= 3 ? 1_300 : 430 + (ago % 7) * 9, 810, 90];
    const few = toRuns([{ timeMs: NOW_MS - 3 * MINUTE_MS, value: 990 }], 60);
    expect(moved(slow, { ...CACHED, recent: [few, [], [], []] })).toEqual([]);
    expect(moved(slow)).toEqual([4]);
    expect([...tailMoves(CACHED, [], NOW_MS, DEFAULT_SETTINGS)]).toEqual([]);
  });

  it("is rarely wrong where nothing happens", () => {
    const random = createRandom(23);
    let wrong = 0;
    for (let look = 0; look < 400; look += 1) {
      // The log of a p99 of some 200 requests is spread like this where the requests' own is 0.5.
      const noise = () => 430 * Math.exp((random.next() + random.next() + random.next() - 1.5) * 0.25);
      wrong += moved(() => [noise(), 810, 90]).length;
    }
    expect(wrong).toBeLessThan(4);
  });
});

describe("an agent whose sweep is far away", () => {
  const FROM_MS = Date.UTC(2026, 10, 20, 9);
  const START_MS = FROM_MS + 67 * MINUTE_MS;
  const trouble = (name: string, magnitude: number): PlannedIncident => ({
    name,
    target: "rest:things/prod",
    route: null,
    startMs: START_MS,
    endMs: FROM_MS + 5 * HOUR_MS,
    magnitude,
  });

  /** Minutes from the start of trouble until it is told, and what the tripwire alone felt by then. */
  async function watch(incident: PlannedIncident, isCached: boolean) {
    const route = { coldStartRatio: 0, integrationLatency: simulateLatency(isCached ? 2 : 61) };
    const stage = simulateStage({
      cacheSizeGb: isCached ? "0.5" : null,
      routes: [simulateRoute({ ...route, cacheHitRatio: isCached ? 0.8 : null })],
    });
    const nowMs = FROM_MS + 2.5 * HOUR_MS;
    const account = watchedAccount(createAccount(simulatePlan([stage], { nowMs, incidents: [incident] })));
    const state = memoryStore();
    const config = { version: 1 as const, baseline: "2d", agent: { sweep: "48h", logs: "off" as const } };
    const metrics: number[] = [];
    for (let at = FROM_MS; at <= nowMs; at += PERIOD_MS) {
      const { events, summary } = await runOnce({
        accounts: [account],
        state,
        sinks: [],
        archive: null,
        config,
        nowMs: at,
        deadlineMs: null,
        runKey: null,
        clock: () => at,
        toolVersion: "1.2.3",
      });
      metrics.push(summary.cost.metricsRequested);
      const [first] = events;
      if (first === undefined) continue;
      const places = Object.values((await state.read()).state.places);
      const watched = places.flatMap(({ targets }) => targets);
      const felt = watched.flatMap((one) => [...moves(one, at - 2 * MINUTE_MS, DEFAULT_SETTINGS).keys()]);
      return { minutes: (at - START_MS) / MINUTE_MS, analyzer: first.incident.analyzer, felt, metrics };
    }
    return null;
  }

  it.each([
    ["backend-slowdown-tail", 4, false, "latency/integration-regression"],
    // What the cache does not answer is answered as fast behind it.
    ["cache-collapse", 0.9, true, "cache/hit-ratio-collapse"],
  ])("tells of %s (%d, cached: %s) by %s", async (name, magnitude, isCached, analyzer) => {
    const told = await watch(trouble(name, magnitude), isCached);
    expect(told?.analyzer).toBe(analyzer);
    expect(told?.felt).toEqual([]);
    expect(told?.minutes).toBeGreaterThan(0);
    expect(told?.minutes).toBeLessThanOrEqual(25);
    // Before, it cost four series a run, and every twenty minutes one more, or three.
    const quiet = told?.metrics.slice(1, 13) ?? [];
    const looks = quiet.filter((count) => count === (isCached ? 7 : 5));
    expect(looks).toHaveLength((12 * PERIOD_MS) / TAIL_EVERY_MS);
    expect(quiet.filter((count) => count === 4)).toHaveLength(9);
  });
});
