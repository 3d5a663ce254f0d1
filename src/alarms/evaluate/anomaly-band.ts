/**
 * A band around what is usual: an approximation of our own. CloudWatch's anomaly models are not published, so an alarm
 * on ANOMALY_DETECTION_BAND is replayed against this one, and its result says so.
 *
 *     hour h  <-  the same hour of each of the 14 days before        mean +- width * standard deviation
 *                 (fewer than LEAST points there: all points of those 14 days)
 *
 * The model is learned anew each hour, from points that ended before it; with fewer than LEAST points in all there is
 * no band, and so no point to judge. Means and variances of hours are merged by the parallel rule of Chan, Golub and
 * LeVeque (1979), which does not cancel as sums of squares do.
 */
import { ALARM_EVALUATION } from "../../catalog/alarm-limits.ts";
import { emptyLine, pointAt, setPoint, type Grid, type Line } from "../../metric-math/line.ts";

/** As many points as a new model of a one-minute metric is said to need: a quarter of an hour. */
const LEAST = 15;
const HOUR_MS = 3_600_000;
const DAYS = ALARM_EVALUATION.bandTrainingSeconds / 86_400;

interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared distances from the mean. */
  readonly spread: number;
}
const NOTHING: Moments = { count: 0, mean: 0, spread: 0 };

export function anomalyBand(line: Line, grid: Grid, width: number): { lower: Line; upper: Line } {
  const firstHour = Math.floor(grid.startMs / HOUR_MS);
  const hours: Moments[] = [];
  const hourAt = (index: number): number =>
    Math.floor((grid.startMs + index * grid.stepMs + grid.periodSeconds * 1_000 - 1) / HOUR_MS) - firstHour;
  for (let index = 0; index < grid.count; index += 1) {
    const value = pointAt(line, index);
    const hour = hourAt(index);
    if (value !== undefined)
      hours[hour] = merge(hours[hour] ?? NOTHING, { count: 1, mean: value, spread: 0 });
  }
  const [lower, upper] = [emptyLine(grid.count), emptyLine(grid.count)];
  let learnedFor = -1;
  let model: Moments = NOTHING;
  for (let index = 0; index < grid.count; index += 1) {
    const hour = hourAt(index);
    if (hour !== learnedFor) model = learn(hours, hour);
    learnedFor = hour;
    if (model.count < LEAST) continue;
    const reach = width * Math.sqrt(model.spread / model.count);
    setPoint(lower, index, model.mean - reach);
    setPoint(upper, index, model.mean + reach);
  }
  return { lower, upper };
}

function learn(hours: readonly Moments[], hour: number): Moments {
  let alike = NOTHING;
  for (let day = 1; day <= DAYS; day += 1) alike = merge(alike, hours[hour - day * 24] ?? NOTHING);
  if (alike.count >= LEAST) return alike;
  let all = NOTHING;
  for (let before = 1; before <= DAYS * 24; before += 1) all = merge(all, hours[hour - before] ?? NOTHING);
  return all;
}

function merge(left: Moments, right: Moments): Moments {
  const count = left.count + right.count;
  if (count === 0) return NOTHING;
  const apart = right.mean - left.mean;
  return {
    count,
    mean: left.mean + (apart * right.count) / count,
    spread: left.spread + right.spread + (apart * apart * left.count * right.count) / count,
  };
}
