import type { TrafficModel } from "./traffic-model.ts";

/** What nothing is worth to learn from: an expectation of 0 is no certainty. */
const PRIOR_REQUESTS = 0.5;

/**
 * The negative binomial of a count, given that its rate is as uncertain as a gamma distribution over the requests that it
 * was learned from, on top of how counts stray by themselves; variances add up.
 *
 * @param mean that the model expects in `[startMs, startMs + widthMs)`.
 */
export function expectationOf(
  mean: number,
  startMs: number,
  widthMs: number,
  model: TrafficModel,
): { readonly usual: number; readonly size: number } {
  const times = model.timesSeen(startMs, widthMs);
  const shape = PRIOR_REQUESTS + mean * times;
  return { usual: shape / times, size: 1 / (1 / model.sizeOf(widthMs) + 1 / shape) };
}
