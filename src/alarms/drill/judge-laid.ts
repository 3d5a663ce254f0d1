import type { DrillRun } from "../../model/drill.ts";
import type { DrillGround } from "./ground.ts";
import { judgeFiring } from "./judge-firing.ts";
import type { LaidIncident } from "./lay-incident.ts";
import { stateLine, type DrillAlarm, type StateLine } from "./state-line.ts";

/** An alarm ready to be judged against anything laid over a ground. */
export interface AlarmOnGround {
  readonly drilled: DrillAlarm;
  readonly ground: DrillGround;
  /** What it does without an incident, by start. */
  readonly without: readonly StateLine[];
}

/** A text where the recording does not tell, which is why. Cost: one evaluation of some hours for each start. */
export function putAlarm(drilled: DrillAlarm, ground: DrillGround): AlarmOnGround | string {
  const without: StateLine[] = [];
  for (const { series, judgedFromMs, endMs } of ground.starts) {
    const line = stateLine(drilled, series, { startMs: judgedFromMs, endMs });
    if (typeof line === "string") return line;
    without.push(line);
  }
  return { drilled, ground, without };
}

/**
 * What the alarm makes of the incident, by start. Pure.
 *
 * Cost: one evaluation of the alarm over the hours around each start, a fraction of a millisecond each; nothing where the
 * incident changed nothing. For a search over thresholds: {@link putAlarm} and this for every candidate, with what was
 * laid once.
 */
export function judgeLaid({ drilled, ground, without }: AlarmOnGround, laid: LaidIncident): DrillRun[] {
  return ground.starts.map(({ startMs, endMs, judgedFromMs }, index): DrillRun => {
    const start = laid.starts[index];
    const before = without[index];
    if (start === undefined || before === undefined || !start.hasEffect) return { result: "no-effect" };
    const line = stateLine(drilled, start.series, { startMs: judgedFromMs, endMs });
    return typeof line === "string" ? { result: "missed" } : judgeFiring(line, before, startMs);
  });
}
