import type { TraceSpan } from "../../model/trace.ts";

/** Where a span's time lies, and by how much its document's clock was put forward for that. */
export interface Place {
  readonly startMs: number;
  readonly endMs: number;
  readonly shiftMs: number;
}

export interface PlacedSpan {
  /** Null: it ran after its caller had gone on. */
  readonly place: Place | null;
  /** True: its document was moved, since its clock differs. */
  readonly isMoved: boolean;
  /** True: part of it lies outside of its caller and was cut off. */
  readonly isOutlasting: boolean;
}

/** AWS's hosts keep their clocks within milliseconds of each other; what is further off is no matter of clocks. */
const MOST_SKEW_MS = 100;
/** Less is rounding: the gateway writes whole milliseconds. */
const ROUNDING_MS = 1;

/**
 * Where a span lies within its caller.
 *
 * A document of another host that sticks out a little and is short enough is moved inside, with all its parts. What still
 * sticks out is cut: a caller that has gone on waits for nobody. The initialization of a Lambda function comes before the
 * function's own start and is made part of it. What has not ended lasts as long as its parts.
 *
 * @param children the span's own.
 * @param lastMs the latest time that is known of it and what lies beneath it.
 */
export function placeSpan(
  span: TraceSpan,
  children: readonly TraceSpan[],
  lastMs: number,
  parent: { readonly span: TraceSpan; readonly place: Place } | null,
): PlacedSpan {
  const initialization = children.find((child) => child.name === "Initialization");
  const startMs = Math.min(span.startMs, initialization?.startMs ?? span.startMs);
  const endMs = Math.max(startMs, span.endMs ?? lastMs);
  if (parent === null) {
    return { place: { startMs, endMs, shiftMs: 0 }, isMoved: false, isOutlasting: false };
  }
  const outer = parent.place;
  const isOwnClock = span.documentId !== parent.span.documentId;
  const skewMs = isOwnClock ? skewOf({ startMs, endMs }, outer) : outer.shiftMs;
  const [fromMs, toMs] = [startMs + skewMs, endMs + skewMs];
  const isAfterwards = fromMs > outer.endMs + ROUNDING_MS || toMs < outer.startMs - ROUNDING_MS;
  const within = (timeMs: number): number => Math.min(Math.max(timeMs, outer.startMs), outer.endMs);
  const place = { startMs: within(fromMs), endMs: within(toMs), shiftMs: skewMs };
  const isOutlasting = toMs > outer.endMs + ROUNDING_MS;
  const isMoved = isOwnClock && Math.abs(skewMs) > ROUNDING_MS;
  if (isAfterwards) return { place: null, isMoved: false, isOutlasting: true };
  return { place, isMoved, isOutlasting };
}

/** By how much to move a span of another clock, so that it lies within its caller; 0 where moving is no explanation. */
function skewOf(
  inner: { readonly startMs: number; readonly endMs: number },
  outer: { readonly startMs: number; readonly endMs: number },
): number {
  if (inner.endMs - inner.startMs > outer.endMs - outer.startMs) return 0;
  const early = outer.startMs - inner.startMs;
  const late = inner.endMs - outer.endMs;
  const skewMs = early > 0 ? early : late > 0 ? -late : 0;
  return Math.abs(skewMs) <= MOST_SKEW_MS ? skewMs : 0;
}
