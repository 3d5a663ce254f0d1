import { describe, expect, it } from "vitest";

import { runOnce, type RunOnceInput } from "../../../src/agent/run-once.ts";
import { MINUTE_MS } from "../../../src/core/window.ts";
import { createAccount } from "../../../src/simulate/create-account.ts";
import { anAgentState, anEvent } from "../../support/agent-state.ts";
import { listeningSink, memoryStore, watchedAccount } from "../../support/agent-in-memory.ts";
import { simulatePlan, simulateStage } from "../../support/simulate-plan.ts";

const NOW_MS = Date.UTC(2026, 10, 20, 15);
const ACCOUNT = createAccount(
  simulatePlan([simulateStage()], {
    nowMs: NOW_MS,
    incidents: [
      {
        name: "integration-errors-after-deployment",
        target: "rest:things/prod",
        route: null,
        startMs: NOW_MS - 60 * MINUTE_MS,
        endMs: NOW_MS,
      },
    ],
  }),
);

function input(changes: Partial<RunOnceInput> = {}): RunOnceInput {
  return {
    accounts: [watchedAccount(ACCOUNT)],
    state: memoryStore(),
    sinks: [],
    archive: null,
    config: { version: 1, baseline: "1d" },
    nowMs: NOW_MS,
    deadlineMs: null,
    runKey: null,
    clock: () => NOW_MS,
    toolVersion: "1.2.3",
    ...changes,
  };
}

describe("one run", () => {
  it("keeps what a sink did not take, tells why, and hands it over in a later run", async () => {
    const state = memoryStore();
    let isDown = true;
    const [ear, deaf] = [listeningSink("ear"), listeningSink("deaf", () => isDown)];
    const first = await runOnce(input({ state, sinks: [deaf, ear] }));
    expect(first.events.map(({ kind }) => kind)).toEqual(["opened"]);
    expect(first.undelivered).toEqual([{ sink: "deaf", events: 1, error: "deaf does not answer" }]);
    expect(ear.heard).toEqual(first.events);
    isDown = false;
    const clock = () => NOW_MS + 5 * MINUTE_MS;
    const second = await runOnce(input({ state, sinks: [deaf, ear], nowMs: clock(), clock }));
    expect(second).toMatchObject({ events: [], undelivered: [] });
    expect(deaf.heard).toEqual(first.events);
    expect(ear.heard).toHaveLength(1);
  });

  it("links its news to the report, and sends them without a link where it cannot be kept", async () => {
    const url = "https://reports.example/1";
    const kept = await runOnce(input({ archive: { name: "shelf", put: async () => ({ url, lost: [] }) } }));
    expect(kept.events.map(({ reportUrl }) => reportUrl)).toEqual([url]);
    const halfKept = async () => ({ url, lost: ["its html is missing"] });
    const half = await runOnce(input({ archive: { name: "shelf", put: halfKept } }));
    expect(half.events.map(({ reportUrl }) => reportUrl)).toEqual([url]);
    expect(half.view?.report.blindSpots).toContainEqual({
      source: "agent",
      target: null,
      code: "REPORT_NOT_KEPT",
      hint: "The report is not whole in shelf: its html is missing",
    });
    const put = async () => Promise.reject(new Error("the shelf is full"));
    const lost = await runOnce(input({ archive: { name: "shelf", put } }));
    expect(lost.events.map(({ reportUrl }) => reportUrl)).toEqual([null]);
    expect(lost.view?.report.blindSpots.map(({ code }) => code)).toContain("REPORT_NOT_KEPT");
    expect(lost.view?.report.blindSpots.map(({ hint }) => hint).join()).toContain("the shelf is full");
  });

  it("links to the page that is there already where its time ends before all of the report is", async () => {
    let nowMs = NOW_MS;
    const whole = watchedAccount(ACCOUNT);
    const open: typeof whole.open = (at) => ({
      ...whole.open(at),
      // What comes behind the look has a tenth of a second.
      close: () => {
        nowMs = NOW_MS + 59_900;
      },
    });
    const url = "https://reports.example/2";
    const { events, view } = await runOnce(
      input({
        accounts: [{ ...whole, open }],
        deadlineMs: NOW_MS + 60_000,
        clock: () => nowMs,
        archive: {
          name: "shelf",
          put: async (_view, _runAtMs, onThere) => {
            onThere(url);
            return new Promise(() => undefined);
          },
        },
      }),
    );
    expect(events.map(({ reportUrl }) => reportUrl)).toEqual([url]);
    expect(view?.report.blindSpots.map(({ hint }) => hint)).toContain(
      "The report is not whole in shelf: the run's time ran out.",
    );
  });

  it("is silent in a maintenance window, and speaks of what outlasts it", async () => {
    const state = memoryStore();
    const until = new Date(NOW_MS + 3 * MINUTE_MS).toISOString();
    const agent = { snooze: [{ target: "rest:things/*", until, reason: "the move" }] };
    const config = { version: 1 as const, baseline: "1d", agent };
    const first = await runOnce(input({ state, config }));
    expect(first.events).toEqual([]);
    expect(first.summary).toMatchObject({
      incidents: 1,
      findings: [{ target: "rest:things/prod", count: 1 }],
    });
    const clock = () => NOW_MS + 5 * MINUTE_MS;
    const second = await runOnce(input({ state, config, nowMs: clock(), clock }));
    expect(second.events.map(({ kind }) => kind)).toEqual(["opened"]);
  });

  it("ends before its deadline with what it has, and says so", async () => {
    const whole = watchedAccount(ACCOUNT);
    const account = {
      ...whole,
      open: (nowMs: number) => {
        const reader = whole.open(nowMs);
        // Everything that is more than the tripwire takes too long.
        const readMetrics: typeof reader.readMetrics = async (queries, onProgress) =>
          queries.length > 10 ? new Promise(() => undefined) : reader.readMetrics(queries, onProgress);
        return { ...reader, readMetrics };
      },
    };
    const { summary, view, events } = await runOnce(input({ accounts: [account], deadlineMs: NOW_MS + 400 }));
    expect(summary).toMatchObject({ outcome: "done", truncated: true, targets: 1, targetsReadWhole: 0 });
    expect(view?.report.blindSpots.map(({ code }) => code)).toContain("OUT_OF_TIME");
    // The tripwire was read: traffic is known, percentiles are not.
    expect(view?.report.targets[0]?.requests).toBeGreaterThan(10_000);
    expect(view?.report.targets[0]?.latencyMs).toBeNull();
    expect(events).toEqual([]);
  });

  it("leaves a run at work alone, and takes over from one that died", async () => {
    const state = memoryStore();
    const lease = { holder: "another", untilMs: NOW_MS + 1 };
    const event = anEvent({ at: new Date(NOW_MS - 5 * MINUTE_MS).toISOString() });
    const outbox = [{ event, sinks: ["ear"] }];
    await state.write(anAgentState({ lastRunMs: null, lease, outbox, places: {} }), null);
    const sink = listeningSink();
    const busy = await runOnce(input({ state, sinks: [sink] }));
    expect(busy).toMatchObject({ view: null, events: [], summary: { outcome: "overlapped" } });
    expect(sink.heard).toEqual([]);
    const later = await runOnce(input({ state, sinks: [sink], clock: () => NOW_MS + 1 }));
    expect(later.summary.outcome).toBe("done");
    // What the dead one had to tell was told first.
    expect(sink.heard[0]?.id).toBe(event.id);
  });

  it("delivers what waits where nothing can be looked at, and fails then", async () => {
    const state = memoryStore();
    await state.write(anAgentState({ places: {}, lastRunMs: null }), null);
    const whole = watchedAccount(ACCOUNT);
    const account = {
      ...whole,
      open: (nowMs: number) => ({
        ...whole.open(nowMs),
        inventory: async () => Promise.reject(new Error("no network")),
      }),
    };
    const sink = listeningSink();
    await expect(runOnce(input({ accounts: [account], state, sinks: [sink] }))).rejects.toThrow("no network");
    expect(sink.heard.map(({ id }) => id)).toEqual([anEvent().id]);
    // The next run may look at this very time again.
    expect((await state.read()).state).toMatchObject({ lastRunMs: null, lease: null });
  });

  it("tells of a state that was put aside", async () => {
    const memory = memoryStore();
    const setAside = { place: "s3://kept/broken", why: "no gzip" };
    const state = { ...memory, read: async () => ({ ...(await memory.read()), setAside }) };
    const { view } = await runOnce(input({ state }));
    expect(view?.report.blindSpots.filter(({ code }) => code === "STATE_SET_ASIDE")).toMatchObject([
      { hint: expect.stringContaining("s3://kept/broken") as string },
    ]);
  });
});
