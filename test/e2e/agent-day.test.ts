import { describe, expect, it } from "vitest";

import { runOnce, type RunOnceInput, type RunOnceResult } from "../../src/agent/run-once.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/core/window.ts";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import { agentEventSchema } from "../../src/model/agent-event.ts";
import { runSummarySchema } from "../../src/model/run-summary.ts";
import { createAccount } from "../../src/simulate/create-account.ts";
import { listeningSink, memoryStore, watchedAccount } from "../support/agent-day.ts";
import { simulatePlan, simulateStage } from "../support/simulate-plan.ts";

// A day of an account in which three things go wrong, watched every ten minutes, while everything goes wrong that can with
// the watchman himself: reads are throttled, runs start twice, one after the other and at the same time, old ones come late,
// any write may be the last before the process dies, and a channel is down for hours.

const END_MS = Date.UTC(2026, 10, 21);
const START_MS = END_MS - 24 * HOUR_MS;
const EVERY_MS = 10 * MINUTE_MS;
const at = (hour: number, minute = 0): number => START_MS + hour * HOUR_MS + minute * MINUTE_MS;

const stage = (apiName: string, requestsPerMinute: number) =>
  simulateStage({
    apiId: `${apiName}12`.padEnd(10, "0"),
    apiName,
    traffic: { requestsPerMinute, dailySwing: 0.4, weekendDip: 0.2, peakHour: 13, burstiness: 0.08 },
  });
const INCIDENTS = [
  { name: "integration-errors-after-deployment", api: "orders", startMs: at(6, 20), endMs: at(7, 0) },
  { name: "backend-slowdown-step", api: "search", startMs: at(11, 40), endMs: at(12, 30) },
  { name: "traffic-drop", api: "carts", startMs: at(18), endMs: at(19) },
].map(({ api, ...one }) => ({ ...one, target: `rest:${api}/prod`, route: null }));
const ACCOUNT = createAccount(
  simulatePlan([stage("orders", 131), stage("search", 72), stage("carts", 43)], {
    nowMs: END_MS,
    incidents: INCIDENTS,
  }),
);

/** Which write of which run is the last before the process dies. */
type Crash = (run: number) => { readonly write: number; readonly when: "before" | "after" } | null;

interface Trouble {
  readonly crash: Crash;
  readonly isThrottled: (target: string | null, run: number) => boolean;
  /** Runs that are started again after they ended, at the same time, and with an hour-old time after they ended. */
  readonly isRepeated: (run: number) => boolean;
  readonly isDoubled: (run: number) => boolean;
  readonly isFollowedByLate: (run: number) => boolean;
  readonly isDown: (timeMs: number) => boolean;
}

const NO_TROUBLE: Trouble = {
  crash: () => null,
  isThrottled: () => false,
  isRepeated: () => false,
  isDoubled: () => false,
  isFollowedByLate: () => false,
  isDown: () => false,
};

async function watchTheDay(trouble: Trouble) {
  const store = memoryStore();
  let [run, nowMs] = [0, START_MS];
  const account = watchedAccount(ACCOUNT, {
    isThrottled: ({ target }) => trouble.isThrottled(target, run),
  });
  const ear = listeningSink("ear");
  const deaf = listeningSink("deaf", () => trouble.isDown(nowMs));
  const outcomes: Record<string, number> = {};
  let crashes = 0;
  const start = async (changes: Partial<RunOnceInput> = {}): Promise<RunOnceResult> => {
    const clockMs = changes.nowMs ?? nowMs;
    const result = await runOnce({
      accounts: [account],
      state: store,
      sinks: [deaf, ear],
      archive: null,
      config: { version: 1, baseline: "1d", agent: { sweep: "6h" } },
      nowMs,
      deadlineMs: clockMs + 60 * SECOND_MS,
      runKey: String(nowMs),
      clock: () => clockMs,
      toolVersion: "1.2.3",
      ...changes,
    });
    runSummarySchema.parse(result.summary);
    outcomes[result.summary.outcome] = (outcomes[result.summary.outcome] ?? 0) + 1;
    return result;
  };
  for (; nowMs <= END_MS; nowMs += EVERY_MS, run += 1) {
    const crash = trouble.crash(run);
    if (crash !== null) {
      const last = store.writes + crash.write;
      store.failAt = (write) => (write === last ? crash.when : write > last ? "before" : null);
      await start().catch((error: unknown) => {
        expect(String(error)).toContain("killed");
        crashes += 1;
      });
      store.failAt = null;
      // Lambda tries again, when the lease of the dead run is over.
      await start({ clock: () => nowMs + 70 * SECOND_MS, deadlineMs: nowMs + 130 * SECOND_MS });
    } else if (trouble.isDoubled(run)) await Promise.all([start(), start({ runKey: `${nowMs} again` })]);
    else await start();
    if (trouble.isRepeated(run)) await start();
    if (trouble.isFollowedByLate(run)) {
      const lateMs = nowMs - 60 * MINUTE_MS;
      await start({ nowMs: lateMs, runKey: `${lateMs} late`, clock: () => nowMs + 1 });
    }
  }
  return { heard: { ear: ear.heard, deaf: deaf.heard }, outcomes, crashes, account };
}

/** What somebody understands who drops the ids that came before. */
function understood(heard: readonly AgentEvent[]): AgentEvent[] {
  for (const event of heard) agentEventSchema.parse(event);
  return [...new Map(heard.map((event) => [event.id, event])).values()];
}

/** Exactly three incidents, each opened and resolved once, with what is between, about when they were planted. */
function expectTheDay(heard: readonly AgentEvent[]): void {
  const events = understood(heard);
  const told = events.map(({ kind, incident }) => `${kind} ${incident.target}`);
  expect(told.filter((one) => !one.startsWith("updated"))).toEqual(
    INCIDENTS.flatMap(({ target }) => [`opened ${target}`, `resolved ${target}`]),
  );
  for (const { target, startMs, endMs } of INCIDENTS) {
    const own = events.filter(({ incident }) => incident.target === target);
    expect(new Set(own.map(({ incident }) => incident.id)).size).toBe(1);
    const opened = own[0]?.incident;
    const resolved = own.at(-1)?.incident;
    const apartMs = (iso: string | null | undefined, planted: number) =>
      Math.abs(Date.parse(iso ?? "") - planted);
    expect(apartMs(opened?.openedAt, startMs)).toBeLessThanOrEqual(10 * MINUTE_MS);
    expect(apartMs(resolved?.resolvedAt, endMs)).toBeLessThanOrEqual(15 * MINUTE_MS);
    // Each update says what is new, and nothing is new twice.
    const changes = own.filter(({ kind }) => kind === "updated").flatMap((event) => event.changes);
    expect(new Set(changes).size).toBe(changes.length);
    for (const { kind, changes: news } of own) expect(news.length > 0).toBe(kind === "updated");
  }
}

const RUNS = (END_MS - START_MS) / EVERY_MS + 1;

describe("a day with three incidents", () => {
  it("is told once, whatever happens to the one who tells it", async () => {
    const { heard, outcomes, crashes } = await watchTheDay({
      // Each of a run's first five writes, before and after it.
      crash: (run) =>
        run % 4 === 3
          ? { write: 1 + (Math.floor(run / 4) % 5), when: run % 8 === 3 ? "before" : "after" }
          : null,
      isThrottled: (target, run) => run % 5 === 2 && target !== null && run % 3 === target.length % 3,
      isRepeated: (run) => run % 6 === 0,
      isDoubled: (run) => run % 4 === 1,
      isFollowedByLate: (run) => run % 7 === 4 && run > 12,
      isDown: (timeMs) => timeMs < at(9) || (timeMs > at(18) && timeMs < at(20)),
    });
    expectTheDay(heard.ear);
    expectTheDay(heard.deaf);
    expect(crashes).toBeGreaterThan(20);
    expect(outcomes["done"]).toBeLessThanOrEqual(RUNS);
    for (const outcome of ["repeated", "overlapped", "late"]) expect(outcomes[outcome]).toBeGreaterThan(10);
  });

  const isAll = process.env["GATEWATCH_JUDGE_ALL"] === "1";
  describe.skipIf(!isAll)("with one kind of trouble after the other (GATEWATCH_JUDGE_ALL=1)", () => {
    const writes = [1, 2, 3, 4].flatMap((write) =>
      (["before", "after"] as const).map((when) => ({ write, when })),
    );
    it.each(writes)("dies $when write $write of every run", async (crash) => {
      const { heard, crashes } = await watchTheDay({ ...NO_TROUBLE, crash: () => crash });
      // Most runs have nothing to deliver: they write three times.
      expect(crashes).toBeGreaterThan(crash.write > 3 ? 0 : RUNS - 1);
      expectTheDay(heard.ear);
      expectTheDay(heard.deaf);
    });

    it.each<[string, Partial<Trouble>]>([
      ["nothing", {}],
      ["every run twice at once", { isDoubled: () => true }],
      ["every run once more", { isRepeated: () => true }],
      ["every run followed by one of an hour ago", { isFollowedByLate: (run) => run > 6 }],
      ["a channel that is down until evening", { isDown: (timeMs) => timeMs < at(20) }],
      [
        "a third of all reads throttled",
        { isThrottled: (target, run) => run % 3 === (target ?? "").length % 3 },
      ],
    ])("%s", async (_name, trouble) => {
      const { heard } = await watchTheDay({ ...NO_TROUBLE, ...trouble });
      expectTheDay(heard.ear);
      expectTheDay(heard.deaf);
      // Nobody died: not even a repetition with the same id.
      expect(understood(heard.ear)).toHaveLength(heard.ear.length);
      expect(understood(heard.deaf)).toHaveLength(heard.deaf.length);
    });
  });
});
