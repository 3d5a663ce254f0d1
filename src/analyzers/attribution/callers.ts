import type { LogSide, LogSides } from "../shared/log-sides.ts";
import { topsOf, type TextCount } from "../shared/log-tops.ts";
import type { ErrorClass } from "./outcomes.ts";

/** One caller who makes most of the added errors. */
export interface CallerRise {
  readonly dimension: (typeof DIMENSIONS)[number];
  readonly text: string;
  readonly now: { readonly requests: number; readonly errors: number };
  readonly before: { readonly requests: number; readonly errors: number };
  /** Its part of the added errors, 0..1. */
  readonly excessShare: number;
  /** Its part of all requests now and before, 0..1. */
  readonly trafficShare: number;
  readonly trafficShareBefore: number;
}

/**
 * Most specific first: a key is somebody, a kind of program somebody's release, an address may be a proxy of many; a block of
 * addresses is somebody who comes from many.
 */
const DIMENSIONS = ["apiKey", "userAgent", "client", "clientBlock"] as const;
/** From this part of the added errors on it is that caller, if there are so many of them. */
const OF_ONE = { part: 0.7, errors: 5 };
/** A block can hold half of all callers by chance. */
const OF_BLOCK = { part: 0.9, errors: 20 };
/** A caller whose part of the errors is not well beyond its part of the requests is only the busiest one. */
const BEYOND_TRAFFIC = 1.5;

/** The caller that explains the added errors, or null where they are everybody's. */
export function callerRise(
  { now, before }: LogSides,
  errorClass: ErrorClass,
  added: number,
): CallerRise | null {
  const errorsOf = (entry: { errors4xx: number; errors5xx: number }): number =>
    errorClass === 4 ? entry.errors4xx : entry.errors5xx;
  for (const dimension of DIMENSIONS) {
    const earlier = new Map(countsOf(before, dimension).map((entry) => [entry.text, entry]));
    const rises = countsOf(now, dimension).map((entry): CallerRise => {
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
    const least = dimension === "clientBlock" ? OF_BLOCK : OF_ONE;
    if (first === undefined || first.excessShare < least.part || first.now.errors < least.errors) continue;
    // Who came with the errors was not there before: what they are now is what was added.
    const usualShare = Math.min(first.trafficShare, Math.max(first.trafficShareBefore, 1e-9));
    if (first.excessShare >= BEYOND_TRAFFIC * usualShare && rises.length > 1) return first;
  }
  return null;
}

function countsOf(side: LogSide, dimension: CallerRise["dimension"]): readonly TextCount[] {
  return dimension === "clientBlock" ? blocksOf(topsOf(side, "client")) : topsOf(side, dimension);
}

/** Addresses that share their first three numbers (version 4) or their first three groups (version 6) are counted as one. */
function blocksOf(addresses: readonly TextCount[]): TextCount[] {
  const blocks = new Map<string, TextCount>();
  for (const address of addresses) {
    const text = blockOf(address.text);
    const known = blocks.get(text);
    blocks.set(text, known === undefined ? { ...address, text } : sumOf(known, address));
  }
  return [...blocks.values()];
}

function blockOf(address: string): string {
  const ofV4 = /^(\d+\.\d+\.\d+)\.\d+$/.exec(address)?.[1];
  if (ofV4 !== undefined) return `${ofV4}.0/24`;
  const ofV6 = /^((?:[0-9a-f]+:){3})/i.exec(address)?.[1];
  return ofV6 === undefined ? address : `${ofV6}:/48`;
}

function sumOf(left: TextCount, right: TextCount): TextCount {
  return {
    text: left.text,
    requests: left.requests + right.requests,
    error: left.error + right.error,
    errors4xx: left.errors4xx + right.errors4xx,
    errors5xx: left.errors5xx + right.errors5xx,
    throttled: left.throttled + right.throttled,
  };
}
