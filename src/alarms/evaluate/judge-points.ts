/**
 * The state that the points of one evaluation come to: CloudWatch's rules for M of N and for missing data.
 *
 *     range  = N + extra points, the newest first          e.g. N = 3:   - X - X 0
 *     real   = those that exist                                          ^ newest, age 1
 *
 * With N or more real points in the range the newest N of them decide and the setting for missing data is not used.
 * With fewer, all of them count, and only what is then short of N is filled. Nothing at all: the setting decides alone.
 *
 * "missing" and "ignore" fill nothing. If M points breach it is ALARM anyway; if only breaching points are there and the
 * oldest is at least M points old, the alarm goes off early ("missing") or keeps its state ("ignore"); a point that does
 * not breach makes it OK. What happens while only breaching points are there and all are younger AWS does not say.
 *
 * Source: CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data" (2026), rules and both tables.
 */
import type { AlarmState } from "./alarm-state.ts";

export const POINT = Object.freeze({ missing: 0, ok: 1, breaching: 2 });

/** What AWS leaves open. */
export interface Reading {
  /** Points fetched beyond the evaluation periods. */
  readonly extraPoints: number;
  /** Only breaching points, all of them younger than M: stay as it is, or OK. */
  readonly youngBreaching: "keep" | "ok";
}

export interface JudgeRule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missing: "missing" | "ignore" | "breaching" | "notBreaching";
}

/** The points of one evaluation: the newest stands at `newest`, the one before it `stride` earlier. */
export interface Frame {
  /** A POINT each; outside of the array everything is missing. */
  readonly codes: Uint8Array;
  readonly newest: number;
  readonly stride: number;
}

export function judgePoints(
  { codes, newest, stride }: Frame,
  { evaluationPeriods, datapointsToAlarm, missing }: JudgeRule,
  { extraPoints, youngBreaching }: Reading,
  current: AlarmState,
): AlarmState {
  const range = evaluationPeriods + extraPoints;
  let real = 0;
  let breaching = 0;
  let oldestAge = 0;
  let at = newest;
  for (let age = 1; age <= range && real < evaluationPeriods; age += 1, at -= stride) {
    const code = at >= 0 && at < codes.length ? codes[at] : POINT.missing;
    if (code === POINT.ok) real += 1;
    if (code !== POINT.breaching) continue;
    real += 1;
    breaching += 1;
    oldestAge = age;
  }
  if (real === evaluationPeriods) return breaching >= datapointsToAlarm ? "ALARM" : "OK";
  if (missing === "breaching") {
    return breaching + evaluationPeriods - real >= datapointsToAlarm ? "ALARM" : "OK";
  }
  if (missing === "notBreaching") return breaching >= datapointsToAlarm ? "ALARM" : "OK";
  if (real === 0) return missing === "ignore" ? current : "INSUFFICIENT_DATA";
  if (breaching >= datapointsToAlarm) return "ALARM";
  if (breaching < real) return "OK";
  if (oldestAge >= datapointsToAlarm) return missing === "ignore" ? current : "ALARM";
  return youngBreaching === "keep" ? current : "OK";
}
