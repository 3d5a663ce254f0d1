import { pointAt, type Line } from "../../metric-math/line.ts";
import type { AlarmPlan } from "./alarm-plan.ts";
import { POINT } from "./judge-points.ts";

/** A POINT for each point of the line; without a band at its moment a point cannot be judged, and is missing. */
export function breachCodes(
  { operator, limit }: Pick<AlarmPlan, "operator" | "limit">,
  line: Line,
  band: { readonly lower: Line; readonly upper: Line } | undefined,
): Uint8Array {
  const breaches = BREACHES[operator];
  const codes = new Uint8Array(line.values.length);
  for (let index = 0; index < codes.length; index += 1) {
    if (line.present[index] !== 1) continue;
    const value = line.values[index] ?? 0;
    const lower = limit.kind === "threshold" ? limit.threshold : band && pointAt(band.lower, index);
    const upper = limit.kind === "threshold" ? limit.threshold : band && pointAt(band.upper, index);
    if (lower === undefined || upper === undefined) continue;
    codes[index] = breaches(value, lower, upper) ? POINT.breaching : POINT.ok;
  }
  return codes;
}

const BREACHES: Readonly<
  Record<AlarmPlan["operator"], (value: number, lower: number, upper: number) => boolean>
> = {
  GreaterThanOrEqualToThreshold: (value, _lower, upper) => value >= upper,
  GreaterThanThreshold: (value, _lower, upper) => value > upper,
  LessThanThreshold: (value, lower) => value < lower,
  LessThanOrEqualToThreshold: (value, lower) => value <= lower,
  LessThanLowerOrGreaterThanUpperThreshold: (value, lower, upper) => value < lower || value > upper,
  LessThanLowerThreshold: (value, lower) => value < lower,
  GreaterThanUpperThreshold: (value, _lower, upper) => value > upper,
};
