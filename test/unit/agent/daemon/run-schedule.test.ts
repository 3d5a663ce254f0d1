import { describe, expect, it } from "vitest";

import { cronSchedule } from "../../../../src/agent/daemon/next-time.ts";
import { runSchedule } from "../../../../src/agent/daemon/run-schedule.ts";

const at = (text: string): number => Date.parse(`2026-03-05T${text}Z`);
const clockText = (timeMs: number): string => new Date(timeMs).toISOString().slice(11, 19);

interface Played {
  readonly runs: string[];
  readonly waits: [until: string, skipped: number][];
}

/** A schedule of five minutes by a clock that moves when somebody sleeps or runs. */
async function play(lengthsMs: readonly number[], jitterMs = 0, stopWhileSleeping = false): Promise<Played> {
  let nowMs = at("12:01:30");
  const ending = new AbortController();
  const runs: string[] = [];
  const waits: [string, number][] = [];
  await runSchedule(
    async () => {
      runs.push(clockText(nowMs));
      nowMs += lengthsMs[runs.length - 1] ?? 0;
      if (runs.length === lengthsMs.length && !stopWhileSleeping) ending.abort();
    },
    {
      next: cronSchedule("*/5 * * * *", "UTC"),
      jitterMs,
      random: () => 0.25,
      clock: () => nowMs,
      signal: ending.signal,
      sleep: async (ms) => {
        if (runs.length === lengthsMs.length) ending.abort();
        else nowMs += ms;
      },
      onWait: (untilMs, skipped) => waits.push([clockText(untilMs), skipped]),
    },
  );
  return { runs, waits };
}

describe("the schedule", () => {
  it("runs at once, then at each time, and ends after the run in which it was asked to", async () => {
    expect(await play([2_000, 3_000, 4_000])).toEqual({
      runs: ["12:01:30", "12:05:00", "12:10:00"],
      waits: [
        ["12:05:00", 0],
        ["12:10:00", 0],
      ],
    });
  });

  it("never runs twice at a time: what comes round meanwhile is skipped and told", async () => {
    expect(await play([11 * 60_000, 1_000])).toEqual({
      runs: ["12:01:30", "12:15:00"],
      waits: [["12:15:00", 2]],
    });
  });

  it("begins up to the jitter later", async () => {
    expect((await play([1_000, 1_000], 20_000)).runs).toEqual(["12:01:30", "12:05:05"]);
  });

  it("ends while it waits, without another run", async () => {
    expect((await play([1_000], 0, true)).runs).toEqual(["12:01:30"]);
  });
});

describe("a cron expression", () => {
  it("goes by the clock of its time zone", () => {
    const next = cronSchedule("30 8 * * mon-fri", "Europe/Berlin");
    // A Thursday in winter, then the Monday after the clocks went forward.
    expect(new Date(next(at("12:00:00"))).toISOString()).toBe("2026-03-06T07:30:00.000Z");
    expect(new Date(next(Date.parse("2026-03-27T12:00:00Z"))).toISOString()).toBe("2026-03-30T06:30:00.000Z");
  });

  it.each(["2026-03-29T00:10:00Z", "2026-10-25T00:10:00Z"])(
    "of every five minutes is that also where the clocks change: %s",
    (from) => {
      const next = cronSchedule("*/5 * * * *", "Europe/Berlin");
      let timeMs = Date.parse(from);
      for (let step = 0; step < 25; step += 1) {
        expect(next(timeMs)).toBe(timeMs + 300_000);
        timeMs = next(timeMs);
      }
    },
  );

  it.each(["x", "* * *", "99 * * * *", "0 0 31 2 *"])("%s is none", (text) => {
    expect(() => cronSchedule(text, "UTC")(at("12:00:00"))).toThrow(/^--cron ".*" is no schedule: [^\n]+$/);
  });
});
