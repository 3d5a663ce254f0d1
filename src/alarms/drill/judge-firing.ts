import { MINUTE_MS } from "../../core/window.ts";
import type { DrillRun } from "../../model/drill.ts";
import type { StateLine } from "./state-line.ts";

/**
 * Whether an incident set the alarm off: a change to ALARM after its start, at a moment at which the recording without it
 * leaves the alarm in another state. Minutes count from the incident's first minute to that evaluation. What was on before,
 * or goes on for what was recorded, is not the incident's doing.
 *
 * @param without of the same evaluations as `line`
 */
export function judgeFiring(line: StateLine, without: StateLine, startMs: number): DrillRun {
  let isOnAnyway = false;
  for (const [index, state] of line.states.entries()) {
    const atMs = line.firstMs + index * line.everyMs;
    if (state !== "ALARM") continue;
    const isOnWithout = without.states[index] === "ALARM";
    if (atMs > startMs && !isOnWithout && line.states[index - 1] !== "ALARM") {
      return { result: "caught", minutes: (atMs - startMs) / MINUTE_MS };
    }
    if (atMs >= startMs) isOnAnyway = true;
  }
  return { result: isOnAnyway ? "already" : "missed" };
}
