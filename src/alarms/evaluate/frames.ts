/**
 * The points that an evaluation at a moment sees. Where a point depends on its own moment alone, all are computed once
 * and a frame is an index into them; where it depends on the range that was fetched (AVG over a series, FILL with
 * REPEAT), every evaluation computes its own few points, as CloudWatch does.
 */
import { emptyLine, pointAt, type Grid, type Line } from "../../metric-math/line.ts";
import { alarmLine } from "./alarm-math.ts";
import type { AlarmPlan } from "./alarm-plan.ts";
import { anomalyBand } from "./anomaly-band.ts";
import { breachCodes } from "./breach-codes.ts";
import type { ReasonFrame } from "./reason-text.ts";

/** The frame of the evaluation at `atMs` that fetches `range` points; good until the next call, which may reuse it. */
export type FrameAt = (atMs: number, range: number) => ReasonFrame;

export function framesOf(plan: AlarmPlan, metrics: ReadonlyMap<string, Line>, grid: Grid): FrameAt {
  const periodMs = plan.periodSeconds * 1_000;
  const stride = periodMs / grid.stepMs;
  const { line, dependsOnRange } = alarmLine(plan, metrics, grid, plan.judged);
  const band =
    plan.limit.kind === "band"
      ? anomalyBand(alarmLine(plan, metrics, grid, plan.limit.of).line, grid, plan.limit.width)
      : undefined;
  if (!dependsOnRange) {
    const codes = breachCodes(plan, line, band);
    const frame = { codes, line, lower: band?.lower, upper: band?.upper, newest: 0, stride, newestMs: 0 };
    return (atMs) => {
      frame.newestMs = atMs - periodMs;
      frame.newest = Math.round((frame.newestMs - grid.startMs) / grid.stepMs);
      return frame;
    };
  }
  return (atMs, range) => {
    const newestMs = atMs - periodMs;
    const newest = (newestMs - grid.startMs) / grid.stepMs;
    const pick = (from: Line): Line => pickRange(from, newest, stride, range);
    const own: Grid = {
      startMs: newestMs - (range - 1) * periodMs,
      stepMs: periodMs,
      count: range,
      periodSeconds: plan.periodSeconds,
    };
    const picked = new Map([...metrics].map(([id, metric]) => [id, pick(metric)]));
    const ownLine = alarmLine(plan, picked, own, plan.judged).line;
    const ownBand = band && { lower: pick(band.lower), upper: pick(band.upper) };
    const codes = breachCodes(plan, ownLine, ownBand);
    const edges = { lower: ownBand?.lower, upper: ownBand?.upper };
    return { codes, line: ownLine, ...edges, newest: range - 1, stride: 1, newestMs };
  };
}

function pickRange(from: Line, newest: number, stride: number, range: number): Line {
  const picked = emptyLine(range);
  for (let age = 0; age < range; age += 1) {
    const value = pointAt(from, newest - age * stride);
    if (value === undefined) continue;
    picked.values[range - 1 - age] = value;
    picked.present[range - 1 - age] = 1;
  }
  return picked;
}
