import { ceilTo, DAY_MS, HOUR_MS, MINUTE_MS, type Window } from "../../core/window.ts";

const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30, 90, 365, 3_650].map((days) => days * DAY_MS),
] as const;
const LONGEST_MS = 36_500 * DAY_MS;

interface TimeTick {
  readonly timeMs: number;
  readonly label: string;
}

/** Round times (UTC) within a window, at most `most` of them, labelled no finer than their distance. */
export function timeTicks({ startMs, endMs }: Window, most: number): TimeTick[] {
  const stepMs = STEPS_MS.find((step) => (endMs - startMs) / step <= most) ?? LONGEST_MS;
  const ticks: TimeTick[] = [];
  for (let timeMs = ceilTo(startMs, stepMs); timeMs < endMs; timeMs += stepMs) {
    ticks.push({ timeMs, label: labelOf(new Date(timeMs).toISOString(), stepMs) });
  }
  return ticks;
}

/** A day begins with its date, since "00:00" would not say which. */
function labelOf(iso: string, stepMs: number): string {
  if (stepMs >= 30 * DAY_MS) return iso.slice(0, 7);
  return stepMs >= DAY_MS || iso.slice(11, 16) === "00:00" ? iso.slice(5, 10) : iso.slice(11, 16);
}
