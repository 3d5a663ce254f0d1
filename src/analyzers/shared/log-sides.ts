import { MINUTE_MS, SECOND_MS, type Window } from "../../core/window.ts";
import type { LogCount, LogLatency, LogSlice, LogTop } from "../../model/log-slice.ts";
import type { Snapshot } from "../../model/snapshot.ts";

/** What a target's access log says of one side of a comparison. */
export interface LogSide {
  readonly requests: number;
  /** Time that was read, after sampling: counts divided by it are rates. */
  readonly seconds: number;
  /** Read of the time that the slices span, 0..1. */
  readonly sampledShare: number;
  readonly counts: readonly LogCount[];
  /** Of slices that lie on this side alone. */
  readonly latencies: readonly LogLatency[];
  readonly top: readonly LogTop[];
  readonly slowest: LogSlice["slowest"];
}

/** The incident and the time before it. */
export interface LogSides {
  readonly now: LogSide;
  readonly before: LogSide;
  /** What the lines of both sides carry; see catalog/log-fields.ts. */
  readonly fields: ReadonlySet<string>;
}

/** The start of an incident is known to a minute or two: the minutes around it are on neither side. */
const UNSURE_MS = 2 * MINUTE_MS;
/** A slice of which at least so much lies on a side speaks for that side with what it does not tell by the minute. */
const MOSTLY = 0.8;

/** Null where the log was read of one side only, or of none. */
export function logSides(snapshot: Snapshot, target: string, incident: Window): LogSides | null {
  const slices = snapshot.logs.filter((slice) => slice.target === target);
  const earlier = { startMs: -Infinity, endMs: incident.startMs - UNSURE_MS };
  const now = toSide(slices, incident);
  const before = toSide(slices, earlier);
  if (now.requests === 0 || before.requests === 0) return null;
  const [first, ...others] = slices;
  const fields = (first?.fields ?? []).filter((field) =>
    others.every((slice) => slice.fields.includes(field)),
  );
  return { now, before, fields: new Set(fields) };
}

/** What was read of a span of time, whatever lies outside. */
export function toSide(slices: readonly LogSlice[], span: Window): LogSide {
  const isIn = ({ minuteMs }: LogCount): boolean => minuteMs >= span.startMs && minuteMs < span.endMs;
  const counts = slices.flatMap((slice) => slice.counts.filter(isIn));
  const overlapping = slices.filter((slice) => overlapMs(slice, span) > 0);
  const own = overlapping.filter((slice) => overlapMs(slice, span) >= MOSTLY * (slice.endMs - slice.startMs));
  const spannedMs = sum(overlapping.map((slice) => overlapMs(slice, span)));
  const readMs = sum(overlapping.map((slice) => overlapMs(slice, span) * slice.sampledShare));
  return {
    requests: sum(counts.map(({ requests }) => requests)),
    seconds: readMs / SECOND_MS,
    sampledShare: spannedMs > 0 ? readMs / spannedMs : 0,
    counts,
    latencies: own.flatMap(({ latencies }) => latencies),
    top: own.flatMap(({ top }) => top),
    slowest: own.flatMap(({ slowest }) => slowest),
  };
}

function overlapMs(slice: LogSlice, { startMs, endMs }: Window): number {
  return Math.max(0, Math.min(slice.endMs, endMs) - Math.max(slice.startMs, startMs));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
