import type { TracePattern } from "../../model/trace-report.ts";
import type { RequestProfile } from "./profile-trace.ts";

/** What is often the reason of a slow request, whatever the averages say. Most requests first. */
export function findPatterns(profiles: readonly RequestProfile[]): TracePattern[] {
  const found = new Map<
    string,
    { kind: TracePattern["kind"]; label: string; times: number[]; ms: number[] }
  >();
  const add = (kind: TracePattern["kind"], label: string, times: number, totalMs: number): void => {
    const key = `${kind} ${label}`;
    const known = found.get(key) ?? { kind, label, times: [], ms: [] };
    found.set(key, known);
    known.times.push(times);
    known.ms.push(totalMs);
  };
  for (const { coldStarts, repeats } of profiles) {
    for (const { name, initMs } of coldStarts) add("cold-start", name, 1, initMs);
    for (const { kind, label, times, totalMs } of repeats) add(kind, label, times, totalMs);
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return [...found.values()]
    .map(({ kind, label, times, ms }) => ({
      kind,
      label,
      requests: times.length,
      timesPerRequest: mean(times),
      meanMs: mean(ms),
    }))
    .sort((left, right) => right.requests * right.meanMs - left.requests * left.meanMs);
}
