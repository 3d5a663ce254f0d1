import { expect, test } from "vitest";

import { plannedTraces, planTraces } from "../../../src/cli/commands/simulate-traces.ts";
import type { Window } from "../../../src/core/window.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse("2026-11-20T15:00:00Z");

/** An account with a trace every `everyMs`, and how much was asked for at once. */
function traced(everyMs: number) {
  const asked: number[] = [];
  const times = Array.from({ length: DAY_MS / everyMs }, (_, at) => NOW_MS - DAY_MS + at * everyMs + 41);
  return {
    asked,
    times,
    nowMs: NOW_MS,
    *traces({ startMs, endMs }: Window) {
      asked.push(endMs - startMs);
      const first = Math.max(0, Math.ceil((startMs - (times[0] ?? 0)) / everyMs));
      for (const timeMs of times.slice(first, first + Math.ceil((endMs - startMs) / everyMs)))
        if (timeMs < endMs) yield { id: `1-${timeMs}`, startMs: timeMs, segments: [] };
    },
  };
}

const written = (account: ReturnType<typeof traced>, most: number): number[] =>
  [...plannedTraces(account, planTraces(account, most))].map(
    (line) => (JSON.parse(line) as { startMs: number }).startMs,
  );

test("all traces of a quiet account are written, and never are all of them made at once", () => {
  const account = traced(97_000);
  expect(written(account, 15_000)).toEqual(account.times);
  expect(Math.max(...account.asked)).toBeLessThanOrEqual(DAY_MS / 24);
});

test("of more than are wanted those of the first seconds of every minute are written", () => {
  const account = traced(500);
  const plan = planTraces(account, 30_000);
  expect(plan).toEqual({ expected: 2 * 86_400, sample: { everyMinutes: 1, lengthMs: 10_000 } });
  const kept = written(account, 30_000);
  expect(kept).toEqual(account.times.filter((timeMs) => timeMs % 60_000 < 10_000));
  expect(kept.length).toBe(28_800);
});

test("of far more than are wanted those of a second of every few minutes are", () => {
  const account = traced(500);
  expect(planTraces(account, 700).sample).toEqual({ everyMinutes: 5, lengthMs: 1_000 });
  const kept = written(account, 700);
  expect(kept.length).toBe(576);
  expect(new Set(kept.map((timeMs) => Math.floor(timeMs / 300_000))).size).toBe(288);
});
