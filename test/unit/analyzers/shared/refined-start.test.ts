import { expect, test } from "vitest";

import { withRefinedStart } from "../../../../src/analyzers/shared/refined-start.ts";
import { MINUTE_MS } from "../../../../src/core/window.ts";

const startMs = Date.UTC(2026, 4, 6, 6);
const minute = (at: number): number => startMs + at * MINUTE_MS;

/** A request a minute for three hours; every one fails from minute 97 to 150, and one long before. */
function counts(first = 97) {
  const part = Float64Array.from({ length: 180 }, (_, at) =>
    at === 23 || (at >= first && at < 151) ? 1 : 0,
  );
  return { startMs, periodMs: MINUTE_MS, part, whole: new Float64Array(180).fill(1) };
}

const rise = { seenUntilMs: minute(151), part: 54, whole: 61, expected: 0.61 };

test("within the half hour that the detector named", () => {
  const refined = withRefinedStart({ ...rise, startMs: minute(90) }, [counts()], startMs);
  expect(refined).toEqual({ ...rise, startMs: minute(97), part: 54, whole: 54, expected: 0.54 });
});

test("before it, where the detector looked back no further", () => {
  expect(withRefinedStart({ ...rise, startMs: minute(111) }, [counts()], startMs).startMs).toBe(minute(97));
});

test("not later than a minute that the detector named exactly", () => {
  expect(withRefinedStart({ ...rise, startMs: minute(95) }, [counts(93)], startMs).startMs).toBe(minute(93));
  const kept = withRefinedStart({ ...rise, startMs: minute(23) }, [counts()], startMs);
  expect(kept.startMs).toBe(minute(23));
});

test("not into the rise before it", () => {
  const kept = withRefinedStart({ ...rise, startMs: minute(111) }, [counts()], minute(104));
  expect(kept.startMs).toBe(minute(104));
});

test("before the window, in the longer periods of the baseline", () => {
  const { part, whole } = counts();
  // All but one of the requests from minute 95 on fail; the first two hours are known by the five minutes.
  const fives = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: 24 }, (_, at) => values.subarray(5 * at, 5 * at + 5).reduce((a, b) => a + b));
  const before = { startMs, periodMs: 5 * MINUTE_MS, part: fives(part), whole: fives(whole) };
  const now = { startMs: minute(120), periodMs: MINUTE_MS, part: part.slice(120), whole: whole.slice(120) };
  const refined = withRefinedStart({ ...rise, startMs: minute(90) }, [before, now], startMs);
  expect(refined).toEqual({ ...rise, startMs: minute(95), part: 54, whole: 56, expected: 0.56 });
});

test("what began before anything was learned, and what nothing was expected of, is left as it is", () => {
  for (const stretch of [
    { ...rise, startMs: minute(-40) },
    { ...rise, startMs: minute(90), expected: 0 },
  ])
    expect(withRefinedStart(stretch, [counts()], startMs)).toBe(stretch);
});
