import type { NextTime } from "./next-time.ts";

export interface Schedule {
  readonly next: NextTime;
  /** A run begins up to so much later than its time, at random: many agents shall not ask AWS in one moment. */
  readonly jitterMs: number;
  readonly random: () => number;
  readonly clock: () => number;
  /** Ends early, without an error, when the signal does. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends the schedule; a run that is at work comes to its end first. */
  readonly signal: AbortSignal;
  /** Called before each wait. */
  readonly onWait: (untilMs: number, skipped: number) => void;
}

/** Longer timers overflow; the loop waits again. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/**
 * Runs at once, and then whenever the schedule comes round, one run after the other: what comes round while one is at work is
 * skipped, since the next looks at its time too.
 *
 * Errors: those of `run`.
 */
export async function runSchedule(run: () => Promise<void>, schedule: Schedule): Promise<void> {
  const { next, jitterMs, random, clock, sleep, signal, onWait } = schedule;
  while (!signal.aborted) {
    const startedMs = clock();
    await run();
    if (signal.aborted) return;
    const endedMs = clock();
    let skipped = 0;
    for (let atMs = next(startedMs); atMs <= endedMs && skipped < MOST_COUNTED; atMs = next(atMs))
      skipped += 1;
    const untilMs = next(Math.max(startedMs, endedMs)) + random() * jitterMs;
    onWait(untilMs, skipped);
    for (let leftMs = untilMs - clock(); leftMs > 0 && !signal.aborted; leftMs = untilMs - clock()) {
      await sleep(Math.min(leftMs, LONGEST_SLEEP_MS), signal);
    }
  }
}

/** A machine that slept for a week shall not count every minute of it. */
const MOST_COUNTED = 1_000;
