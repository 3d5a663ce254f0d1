import type { LogTopDimension } from "../../model/log-slice.ts";
import type { LogSides } from "../shared/log-sides.ts";
import { topsOf } from "../shared/log-tops.ts";
import type { ErrorClass } from "./outcomes.ts";

/** One caller who makes most of the added errors. */
export interface CallerRise {
  readonly dimension: Exclude<LogTopDimension, "message">;
  readonly text: string;
  readonly now: { readonly requests: number; readonly errors: number };
  readonly before: { readonly requests: number; readonly errors: number };
  /** Its part of the added errors, 0..1. */
  readonly excessShare: number;
  /** Its part of all requests now and before, 0..1. */
  readonly trafficShare: number;
  readonly trafficShareBefore: number;
}

/** Most specific first: a key is somebody, a kind of program somebody's release, an address may be a proxy of many. */
const DIMENSIONS = ["apiKey", "userAgent", "client"] as const;
/** From this part of the added errors on it is that caller, and no more than this part of the others' requests. */
const MOST = 0.7;
/** A caller whose part of the errors is not well beyond its part of the requests is only the busiest one. */
const BEYOND_TRAFFIC = 1.5;
const LEAST_ERRORS = 5;

/** The caller that explains the added errors, or null where they are everybody's. */
export function callerRise(
  { now, before }: LogSides,
  errorClass: ErrorClass,
  added: number,
): CallerRise | null {
  const errorsOf = (entry: { errors4xx: number; errors5xx: number }): number =>
    errorClass === 4 ? entry.errors4xx : entry.errors5xx;
  for (const dimension of DIMENSIONS) {
    const earlier = new Map(topsOf(before, dimension).map((entry) => [entry.text, entry]));
    const rises = topsOf(now, dimension).map((entry): CallerRise => {
      const known = earlier.get(entry.text);
      const errorsBefore = known === undefined ? 0 : errorsOf(known);
      const excess = errorsOf(entry) - (errorsBefore * now.requests) / before.requests;
      return {
        dimension,
        text: entry.text,
        now: { requests: entry.requests, errors: errorsOf(entry) },
        before: { requests: known?.requests ?? 0, errors: errorsBefore },
        excessShare: added > 0 ? Math.min(1, Math.max(0, excess / added)) : 0,
        trafficShare: Math.min(1, entry.requests / now.requests),
        trafficShareBefore: Math.min(1, (known?.requests ?? 0) / before.requests),
      };
    });
    const [first] = rises.sort((left, right) => right.excessShare - left.excessShare);
    if (first === undefined || first.excessShare < MOST || first.now.errors < LEAST_ERRORS) continue;
    // Who came with the errors was not there before: what they are now is what was added.
    const usualShare = Math.min(first.trafficShare, Math.max(first.trafficShareBefore, 1e-9));
    if (first.excessShare >= BEYOND_TRAFFIC * usualShare && rises.length > 1) return first;
  }
  return null;
}
