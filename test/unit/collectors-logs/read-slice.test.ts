import { describe, expect, it } from "vitest";

import { pauseFor, type Pause } from "../../../src/aws/pause.ts";
import { readSlice, type EventPage, type SliceSource } from "../../../src/collectors/logs/read-slice.ts";
import { SeenEvents, type LogEvent } from "../../../src/collectors/logs/seen-events.ts";

const event = (timestampMs: number, id: string | null = `id${timestampMs}`): LogEvent => ({
  id,
  timestampMs,
  message: `at ${timestampMs}`,
});
const thrown = (name: string): Error => Object.assign(new Error(name), { name });

type Step = EventPage | Error;

/** A log group that answers call by call as it is told, and what it was asked. */
function scripted(steps: readonly Step[], signal = new AbortController().signal, realPause?: Pause) {
  const asked: [number, string | undefined][] = [];
  const told: number[] = [];
  const pauses: number[] = [];
  const source: SliceSource = {
    fetch: async ({ startMs }, token) => {
      asked.push([startMs, token]);
      const step = steps[asked.length - 1];
      if (step === undefined) throw new Error(`no step ${asked.length}`);
      if (step instanceof Error) throw step;
      return step;
    },
    onEvents: (events) => told.push(...events.map(({ timestampMs }) => timestampMs)),
    mayGoOn: () => !signal.aborted,
    pause: async (ms, until) => {
      pauses.push(ms);
      await realPause?.(ms, until);
    },
    signal,
    region: "eu-west-1",
  };
  return { asked, told, pauses, source };
}

const SLICE = { startMs: 1_000, endMs: 9_000 };

describe("readSlice", () => {
  it("reads page after page to the one without a token, and leaves out what lies outside", async () => {
    const { asked, told, source } = scripted([
      { events: [event(999), event(1_000), event(1_700)], token: "a" },
      { events: [], token: "b" },
      { events: [event(8_999), event(9_000)], token: undefined },
    ]);
    expect(await readSlice(SLICE, source)).toEqual({ readToMs: 9_000, failure: null });
    expect(told).toEqual([1_000, 1_700, 8_999]);
    expect(asked).toEqual([
      [1_000, undefined],
      [1_000, "a"],
      [1_000, "b"],
    ]);
  });

  it("goes on with the token of the page that failed", async () => {
    const { asked, told, pauses, source } = scripted([
      { events: [event(1_100)], token: "a" },
      thrown("ServiceUnavailableException"),
      thrown("ThrottlingException"),
      { events: [event(2_200)], token: undefined },
    ]);
    expect((await readSlice(SLICE, source)).failure).toBeNull();
    expect(pauses).toEqual([250, 1_000]);
    expect(asked.map(([, token]) => token)).toEqual([undefined, "a", "a", "a"]);
    expect(told).toEqual([1_100, 2_200]);
  });

  it("goes on from the last event's time where its token is refused, and counts nothing twice", async () => {
    const { asked, told, source } = scripted([
      { events: [event(1_100), event(4_400, "x"), event(4_400, "y")], token: "old" },
      thrown("InvalidParameterException"),
      { events: [event(4_400, "x"), event(4_400, "y"), event(4_400, "z"), event(5_500)], token: undefined },
    ]);
    expect((await readSlice(SLICE, source)).failure).toBeNull();
    expect(asked).toEqual([
      [1_000, undefined],
      [1_000, "old"],
      [4_400, undefined],
    ]);
    expect(told).toEqual([1_100, 4_400, 4_400, 4_400, 5_500]);
  });

  it("gives up where a token is refused again and again without anything new", async () => {
    const page = { events: [event(3_300)], token: "t" };
    const refusal = thrown("InvalidParameterException");
    const { asked, source } = scripted([page, refusal, page, refusal, page]);
    const { readToMs, failure } = await readSlice(SLICE, source);
    expect([readToMs, failure?.code, asked.length]).toEqual([3_300, "INVALID_REQUEST", 4]);
  });

  it.each([
    ["what will not pass", [thrown("AccessDeniedException")], "ACCESS_DENIED"],
    [
      "a token that leads to itself",
      [
        { events: [], token: "a" },
        { events: [], token: "a" },
      ],
      "BAD_RESPONSE",
    ],
  ])("does not repeat %s", async (_what, steps, code) => {
    const { asked, source } = scripted(steps);
    expect((await readSlice(SLICE, source)).failure?.code).toBe(code);
    expect(asked).toHaveLength(steps.length);
  });

  it("ends when it is told to, also while it waits", async () => {
    const controller = new AbortController();
    const { asked, source } = scripted(
      [{ events: [event(1_200)], token: "a" }, thrown("ThrottlingException")],
      controller.signal,
      pauseFor(undefined),
    );
    const reading = readSlice(SLICE, source);
    setImmediate(() => controller.abort());
    expect(await reading).toEqual({ readToMs: 1_200, failure: null });
    expect(asked).toHaveLength(2);
  });
});

describe("SeenEvents", () => {
  it("knows a page that comes again, and events without an id never", () => {
    const seen = new SeenEvents();
    const page = [event(1), event(2), event(2, "other"), event(3, null)];
    expect(seen.takeNew(page)).toEqual(page);
    expect(seen.takeNew([...page, event(4)])).toEqual([event(3, null), event(4)]);
  });

  it("knows an event that a page has twice", () => {
    expect(new SeenEvents().takeNew([event(5), event(5), event(6)])).toHaveLength(2);
  });

  it("knows what the last two pages had, and forgets what was before", () => {
    const seen = new SeenEvents();
    const pages = [1, 2, 3].map((page) => [event(page), event(page, `${page}b`)]);
    for (const page of pages) expect(seen.takeNew([...page])).toEqual(page);
    expect(seen.takeNew([])).toEqual([]);
    expect(seen.takeNew([event(2), event(3), event(4)])).toEqual([event(4)]);
    expect(seen.takeNew([event(1)])).toEqual([event(1)]);
  });
});
