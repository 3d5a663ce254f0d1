// How much is written of the traces of a made-up account. A busy stage is traced several times a second, which in a day comes
// to more than anybody reads and takes minutes to make up. Where there are more than are wanted, those of the first seconds of
// every minute are written, or of every few minutes: within such a span nothing is left out.
import { DAY_MS, MINUTE_MS, SECOND_MS, type Window } from "../../core/window.ts";
import type { Account } from "../../simulate/account.ts";

/** What becomes of the traces. */
export interface TracePlan {
  /** As the account has them; an estimate. */
  readonly expected: number;
  /** What is written: the first `lengthMs` of every `everyMinutes` minutes; null: all are. */
  readonly sample: { readonly everyMinutes: number; readonly lengthMs: number } | null;
}

type Traced = Pick<Account, "nowMs" | "traces">;

const PROBES = 24;
const PROBE_MS = 5 * SECOND_MS;
/** All of a quiet account are made in pieces as well, so that they are not in memory at once. */
const PIECE_MINUTES = 60;

/** About `most` traces. */
export function planTraces(account: Traced, most: number): TracePlan {
  const day = dayOf(account);
  let found = 0;
  for (let startMs = day.startMs; startMs < day.endMs; startMs += DAY_MS / PROBES)
    for (const _ of account.traces({ startMs, endMs: startMs + PROBE_MS })) found += 1;
  const aSecond = (found * SECOND_MS) / (PROBES * PROBE_MS);
  const expected = Math.round((aSecond * DAY_MS) / SECOND_MS);
  if (expected <= most) return { expected, sample: null };
  // Whole seconds, since which requests of a second are traced depends on the first of them.
  const secondsOfMinute = Math.floor(((MINUTE_MS / SECOND_MS) * most) / expected);
  const sample =
    secondsOfMinute >= 1
      ? { everyMinutes: 1, lengthMs: secondsOfMinute * SECOND_MS }
      : { everyMinutes: Math.ceil((aSecond * DAY_MS) / MINUTE_MS / most), lengthMs: SECOND_MS };
  return { expected, sample };
}

/** The traces that are to be written, a line each, in the order of time. */
export function* plannedTraces(account: Traced, { sample }: TracePlan): Generator<string> {
  const day = dayOf(account);
  const { everyMinutes, lengthMs } = sample ?? {
    everyMinutes: PIECE_MINUTES,
    lengthMs: PIECE_MINUTES * MINUTE_MS,
  };
  for (let startMs = day.startMs; startMs < day.endMs; startMs += everyMinutes * MINUTE_MS) {
    const endMs = Math.min(startMs + lengthMs, day.endMs);
    for (const trace of account.traces({ startMs, endMs })) yield `${JSON.stringify(trace)}\n`;
  }
}

/** Single requests are kept for a day. */
function dayOf({ nowMs }: Traced): Window {
  const startMs = Math.floor((nowMs - DAY_MS) / MINUTE_MS) * MINUTE_MS;
  return { startMs, endMs: nowMs };
}
