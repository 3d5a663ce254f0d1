import { describe, expect, it } from "vitest";

import { afterReading, dueOf } from "../../../src/agent/watch/due.ts";
import { learnHours, learnMinutes } from "../../../src/agent/watch/learn.ts";
import { moves } from "../../../src/agent/watch/moves.ts";
import { TRIPWIRE, wireQueries } from "../../../src/agent/watch/tripwire.ts";
import { METRICS } from "../../../src/catalog/metrics.ts";
import { createRandom } from "../../../src/core/random.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import type { WatchedTarget } from "../../../src/model/agent-state.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import { datapoints, toRuns, type Series } from "../../../src/model/series.ts";
import { aWatchedTarget } from "../../support/agent-state.ts";

const NOW_MS = Date.UTC(2026, 2, 5, 15);
const DAYS = 14;

/** Expectations of one minute. */
interface Minute {
  readonly requests: number;
  readonly clientErrors?: number;
  readonly serverErrors?: number;
  readonly latencyMs?: number;
}

/** The tripwire of a target whose minutes are drawn from expectations, with gaps where nothing comes. */
function wires(at: (timeMs: number) => Minute, fromMs: number, toMs: number, periodSeconds = 60): Series[] {
  const random = createRandom(77).fork(String(fromMs));
  const poisson = (mean: number): number => {
    // Knuth's product of uniforms: slow, literal, and right for small means; large ones are rounded normals.
    if (mean > 60)
      return Math.round(mean + Math.sqrt(mean) * (random.next() + random.next() + random.next() - 1.5) * 2);
    let [count, product] = [0, random.next()];
    while (product > Math.exp(-mean)) [count, product] = [count + 1, product * random.next()];
    return count;
  };
  const points: { timeMs: number; value: number }[][] = [[], [], [], []];
  for (let timeMs = fromMs; timeMs < toMs; timeMs += periodSeconds * 1_000) {
    const { requests, clientErrors = 0.02, serverErrors = 0.001, latencyMs = 120 } = at(timeMs);
    const count = poisson((requests * periodSeconds) / 60);
    if (count === 0) continue;
    const values = [
      count,
      poisson(count * clientErrors),
      poisson(count * serverErrors),
      latencyMs * (0.95 + 0.1 * random.next()),
    ];
    values.forEach((value, wire) => points[wire]?.push({ timeMs, value }));
  }
  return wireQueries(aWatchedTarget().target, { periodSeconds, startMs: fromMs, endMs: toMs }).map(
    ({ key, stat }, wire) => ({
      target: "rest:orders/prod",
      route: null,
      ...key,
      stat,
      periodSeconds,
      runs: toRuns(points[wire] ?? [], periodSeconds),
    }),
  );
}

const BOUNDS = {
  keepFromMs: NOW_MS - 3 * HOUR_MS,
  settledMs: NOW_MS,
  forgetMs: NOW_MS - DAYS * 24 * HOUR_MS,
};

/** A target that was watched for a fortnight, and the last three hours minute by minute. */
function watched(at: (timeMs: number) => Minute): WatchedTarget {
  const startMs = NOW_MS - 3 * HOUR_MS;
  const fromMs = startMs - DAYS * 24 * HOUR_MS;
  const usual = learnHours(aWatchedTarget(), wires(at, fromMs, startMs, 3_600), { fromMs, toMs: startMs });
  return learnMinutes(usual, wires(at, startMs, NOW_MS), { fromMs: startMs, toMs: NOW_MS }, BOUNDS);
}

const moved = (one: WatchedTarget): string[] =>
  [...moves(one, NOW_MS, DEFAULT_SETTINGS).keys()].map((at) => TRIPWIRE.rest[at]?.measure ?? "");
const since = (minutes: number, before: Minute, after: Minute) => (timeMs: number) =>
  timeMs < NOW_MS - minutes * MINUTE_MS ? before : after;

describe("what moves", () => {
  const usual: Minute = { requests: 90 };

  it.each<[string, Minute, number, string[]]>([
    ["nothing", usual, 30, []],
    ["server errors", { ...usual, serverErrors: 0.05 }, 6, ["serverErrors"]],
    ["few server errors for an hour", { ...usual, serverErrors: 0.007 }, 60, ["serverErrors"]],
    ["client errors", { ...usual, clientErrors: 0.2 }, 6, ["clientErrors"]],
    ["latency", { ...usual, latencyMs: 170 }, 6, ["latency"]],
    ["less traffic", { requests: 30 }, 20, ["requests"]],
    ["no traffic at all", { requests: 0 }, 20, ["requests"]],
    ["more traffic", { requests: 220 }, 20, ["requests"]],
    ["a little more of all", { requests: 105, clientErrors: 0.021, latencyMs: 126 }, 20, []],
  ])("%s", (_name, after, minutes, expected) => {
    expect(moved(watched(since(minutes, usual, after)))).toEqual(expected);
  });

  it("is measured by the same hour of other days", () => {
    // At 15:00 there is always as much.
    const daily = (timeMs: number): Minute => ({ requests: new Date(timeMs).getUTCHours() >= 14 ? 240 : 60 });
    expect(moved(watched(daily))).toEqual([]);
    const quiet = (timeMs: number): Minute =>
      timeMs >= NOW_MS - 30 * MINUTE_MS ? { requests: 60 } : daily(timeMs);
    expect(moved(watched(quiet))).toEqual(["requests"]);
  });

  it("is nothing while nothing was learned, and nothing of three requests an hour", () => {
    const startMs = NOW_MS - 3 * HOUR_MS;
    const read = wires(() => ({ requests: 90, serverErrors: 0.3 }), startMs, NOW_MS);
    const fresh = learnMinutes(aWatchedTarget(), read, { fromMs: startMs, toMs: NOW_MS }, BOUNDS);
    expect(fresh.hours).toHaveLength(3);
    expect(moved(fresh)).toEqual([]);
    expect(moved(watched(() => ({ requests: 0.05, latencyMs: 90, serverErrors: 0 })))).toEqual([]);
  });
});

describe("what is learned", () => {
  const at = (timeMs: number): Minute => ({ requests: 7 + ((timeMs / MINUTE_MS) % 11) });
  const startMs = NOW_MS - 5 * HOUR_MS;
  const all = wires(at, startMs, NOW_MS);
  const part = (fromMs: number, toMs: number): Series[] =>
    all.map((series) => ({ ...series, runs: toRuns(datapoints(series, fromMs, toMs), 60) }));
  const bounds = (nowMs: number) => ({
    keepFromMs: nowMs - 3 * HOUR_MS,
    settledMs: nowMs - 2 * MINUTE_MS,
    forgetMs: 0,
  });

  it("is the same whether it is read at once or every five minutes, some of it twice", () => {
    const once = learnMinutes(aWatchedTarget(), all, { fromMs: startMs, toMs: NOW_MS }, bounds(NOW_MS));
    let steps = aWatchedTarget();
    for (let nowMs = startMs + 2 * HOUR_MS; nowMs <= NOW_MS; nowMs += 5 * MINUTE_MS) {
      const fromMs = steps.readToMs === null ? startMs : steps.readToMs - 15 * MINUTE_MS;
      steps = learnMinutes(steps, part(fromMs, nowMs), { fromMs, toMs: nowMs }, bounds(nowMs));
    }
    expect(once.hours.length).toBeGreaterThan(3);
    expect(steps.hours).toEqual(once.hours);
    expect(steps.recent).toEqual(once.recent);
  });

  it("is sums, a latency as average times requests", () => {
    const { hours } = learnMinutes(aWatchedTarget(), all, { fromMs: startMs, toMs: NOW_MS }, bounds(NOW_MS));
    const [hour = 0, requests = 0, , , totalMs = 0] = hours[1] ?? [];
    const span = [hour * HOUR_MS, (hour + 1) * HOUR_MS] as const;
    const counts = datapoints(all[0] as Series, ...span);
    const averages = new Map(
      datapoints(all[3] as Series, ...span).map(({ timeMs, value }) => [timeMs, value]),
    );
    expect(requests).toBe(counts.reduce((sum, { value }) => sum + value, 0));
    const exact = counts.reduce((sum, { timeMs, value }) => sum + value * (averages.get(timeMs) ?? 0), 0);
    expect(Math.abs(totalMs / exact - 1)).toBeLessThan(1e-4);
  });

  it("of the last minutes is what was read last", () => {
    const fromMs = NOW_MS - 4 * MINUTE_MS;
    const early = learnMinutes(
      aWatchedTarget(),
      part(fromMs, NOW_MS - 2 * MINUTE_MS),
      { fromMs, toMs: NOW_MS },
      bounds(NOW_MS),
    );
    const late = learnMinutes(early, part(fromMs, NOW_MS), { fromMs, toMs: NOW_MS }, bounds(NOW_MS));
    const count = ({ recent }: WatchedTarget) =>
      (recent[0] ?? []).reduce((sum, [, values]) => sum + values.length, 0);
    expect([count(early), count(late)]).toEqual([2, 4]);
  });
});

describe("when everything of a target is read", () => {
  const SWEEP_MS = 2 * HOUR_MS;
  const known = aWatchedTarget({ readWholeMs: NOW_MS, routesReadMs: NOW_MS });
  const far = new Map([[2, 4]]);
  const none = new Map<number, number>();

  it("is where an incident is open, something moves, it is new, and in turn", () => {
    const reasonOf = (one: WatchedTarget, movement = none, hasIncident = false, nowMs = NOW_MS) =>
      dueOf(one, movement, hasIncident, nowMs, SWEEP_MS)?.reason ?? null;
    expect(reasonOf(known)).toBeNull();
    expect(reasonOf(known, none, true)).toBe("incident");
    expect(reasonOf(known, far)).toBe("moved");
    expect(reasonOf(aWatchedTarget())).toBe("new");
    expect(reasonOf(known, none, false, NOW_MS + SWEEP_MS)).toBe("sweep");
  });

  it("is once in each turn, of different targets at different times, and of routes once a day", () => {
    const runs = Array.from({ length: 577 }, (_, run) => NOW_MS + run * 5 * MINUTE_MS);
    const times = [0, 1, 2, 3, 4, 5, 6, 7].map((number) => {
      const target = { ...known.target, id: `rest:api-${number}/prod` };
      let one: WatchedTarget = { ...known, target };
      return runs.flatMap((nowMs, run) => {
        const due = dueOf(one, none, false, nowMs, SWEEP_MS);
        if (due === null) return [];
        one = afterReading(one, due, none, false, nowMs);
        return [{ run, withRoutes: due.withRoutes }];
      });
    });
    for (const own of times) {
      expect(own).toHaveLength(24);
      const withRoutes = own.filter((one) => one.withRoutes).length;
      expect([1, 2]).toContain(withRoutes);
    }
    expect(new Set(times.map(([first]) => first?.run)).size).toBeGreaterThan(4);
  });

  it("pauses, longer and longer, after looks in vain, but not before something that moves further", () => {
    let one = known;
    const looks: number[] = [];
    for (let minute = 5; minute <= 120; minute += 5) {
      const nowMs = NOW_MS + minute * MINUTE_MS;
      const due = dueOf(one, far, false, nowMs, DAYS * 24 * HOUR_MS);
      if (due === null) continue;
      looks.push(minute);
      one = afterReading(one, due, far, false, nowMs);
    }
    expect(looks).toEqual([5, 10, 15, 25, 45, 75, 105]);
    const pausing = NOW_MS + 110 * MINUTE_MS;
    expect(dueOf(one, far, false, pausing, DAYS * 24 * HOUR_MS)).toBeNull();
    expect(dueOf(one, new Map([[2, 7]]), false, pausing, DAYS * 24 * HOUR_MS)?.reason).toBe("moved");
    expect(dueOf(one, new Map([[1, 2]]), false, pausing, DAYS * 24 * HOUR_MS)?.reason).toBe("moved");
  });
});

describe("the tripwire", () => {
  it.each(["rest", "http", "websocket"] as const)(
    "of %s asks for metrics that exist, traffic first",
    (kind) => {
      const { target } = aWatchedTarget();
      const queries = wireQueries({ ...target, kind }, { periodSeconds: 60, startMs: 0, endMs: 60_000 });
      const names = METRICS.filter((fact) => fact.kind === kind).map(({ metric }) => metric);
      expect(names).toEqual(expect.arrayContaining(queries.map(({ key }) => key.metric)));
      expect(TRIPWIRE[kind].map(({ role }) => role)[0]).toBe("traffic");
      expect(queries.length).toBeLessThanOrEqual(5);
    },
  );
});
