import type { Random } from "../../core/random.ts";
import { bootstrapDifference, type SampleDifference } from "../../core/stats/bootstrap-difference.ts";
import type { TraceComparison } from "../../model/trace-report.ts";
import type { RequestProfile } from "./profile-trace.ts";
import { meanOf, spreadOf } from "./spread.ts";
import type { TraceStep } from "./trace-step.ts";

/** With fewer on a side a resample is mostly the sample itself, and its interval says nothing. */
const LEAST_REQUESTS = 8;

/**
 * Which step makes the difference between two sets of requests. The steps' added times sum to the difference of the mean
 * durations, since what requests wait for is divided among the steps without rest. Shares are given where the difference is more
 * than chance makes in 95 of 100 comparisons of equals.
 *
 * Edge cases: null where either side has too few requests to say anything.
 */
export function compareProfiles(
  before: readonly RequestProfile[],
  after: readonly RequestProfile[],
  random: Random,
): TraceComparison | null {
  if (before.length < LEAST_REQUESTS || after.length < LEAST_REQUESTS) return null;
  const steps = new Map<string, TraceStep>();
  for (const { steps: own } of [...before, ...after]) {
    for (const [label, { step }] of own) steps.set(label, step);
  }
  const labels = [...steps.keys()].sort();
  const toRow = (profile: RequestProfile): Float64Array =>
    Float64Array.from(labels, (label) => profile.steps.get(label)?.waitedMs ?? 0);
  const [rowsBefore, rowsAfter] = [before.map(toRow), after.map(toRow)];
  const { whole, parts } = differenceOf(rowsBefore, rowsAfter, random);
  const isSure = whole.low > 0 || whole.high < 0;
  const columnMean = (rows: readonly Float64Array[], column: number): number =>
    meanOf(rows.map((row) => row[column] ?? 0));
  return {
    before: { requests: before.length, durationMs: spreadOf(before.map(({ durationMs }) => durationMs)) },
    after: { requests: after.length, durationMs: spreadOf(after.map(({ durationMs }) => durationMs)) },
    addedMs: whole.difference,
    lowMs: whole.low,
    highMs: whole.high,
    steps: parts
      .map(({ difference, low, high, mostOften }, column) => {
        const label = labels[column] ?? "";
        return {
          phase: steps.get(label)?.phase ?? ("gateway" as const),
          label,
          beforeMs: columnMean(rowsBefore, column),
          afterMs: columnMean(rowsAfter, column),
          addedMs: difference,
          lowMs: low,
          highMs: high,
          share: isSure ? difference / whole.difference : null,
          confidence: mostOften,
        };
      })
      // What makes the difference first, whichever way it goes.
      .sort((left, right) => (right.addedMs - left.addedMs) * (whole.difference < 0 ? -1 : 1)),
    coldStartRatio: { before: coldStartRatio(before), after: coldStartRatio(after) },
  };
}

/** Requests that became faster have a step that lost the most: the same question with the sides exchanged. */
function differenceOf(
  before: readonly Float64Array[],
  after: readonly Float64Array[],
  random: Random,
): SampleDifference {
  const total = (rows: readonly Float64Array[]): number =>
    meanOf(rows.map((row) => row.reduce((sum, value) => sum + value, 0)));
  if (total(after) >= total(before)) return bootstrapDifference(before, after, random);
  const { whole, parts } = bootstrapDifference(after, before, random);
  const turned = <T extends SampleDifference["whole"]>(one: T): T => ({
    ...one,
    difference: -one.difference,
    low: -one.high,
    high: -one.low,
  });
  return { whole: turned(whole), parts: parts.map(turned) };
}

function coldStartRatio(profiles: readonly RequestProfile[]): number {
  return profiles.filter(({ coldStarts }) => coldStarts.length > 0).length / profiles.length;
}
