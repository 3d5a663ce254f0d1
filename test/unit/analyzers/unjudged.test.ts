import { expect, test } from "vitest";

import { unjudged } from "../../../src/analyzers/unjudged.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { minutesAgo, snapshotOf } from "../../support/analyzers-snapshot.ts";

const whole = snapshotOf({ at: () => ({ requests: 37, integrationMs: 41 }), days: 1 });

function without(snapshot: Snapshot, isLeftOut: (metric: string, timeMs: number) => boolean): Snapshot {
  return {
    ...snapshot,
    series: snapshot.series.map((series) => ({
      ...series,
      runs: series.runs.flatMap(([startMs, values]) =>
        values.flatMap((value, index): [number, number[]][] => {
          const timeMs = startMs + index * series.periodSeconds * 1_000;
          return isLeftOut(series.metric, timeMs) ? [] : [[timeMs, [value]]];
        }),
      ),
    })),
  };
}

function codes(snapshot: Snapshot): string[] {
  return unjudged(snapshot).map(({ code, target }) => (target === null ? code : `${code} ${target}`));
}

test("nothing is said where everything could be judged", () => {
  expect(whole.series.length).toBeGreaterThan(10);
  expect(unjudged(whole)).toEqual([]);
});

test.each([
  [2, /^Only 0 min .*: errors, latency and traffic drops cannot be judged/],
  [9, /^Only 7 min .*: latency and traffic drops cannot be judged/],
  [14, /^Only 12 min .*: traffic drops cannot be judged/],
])("a window of %d minutes", (minutes, hint) => {
  const { window } = whole;
  const short = { ...whole, window: { ...window, startMs: window.endMs - minutes * MINUTE_MS } };
  expect(unjudged(short)).toMatchObject([{ target: null, code: "SHORT_WINDOW" }]);
  expect(unjudged(short)[0]?.hint).toMatch(hint);
});

test.each([
  [1, /: latency and traffic drops cannot be judged/],
  [5, /: traffic drops cannot be judged/],
])("a baseline of %d hours", (hours, hint) => {
  const { baseline } = whole;
  const short = { ...whole, baseline: { ...baseline, startMs: baseline.endMs - hours * HOUR_MS } };
  expect(unjudged(short)).toMatchObject([{ target: null, code: "SHORT_BASELINE" }]);
  expect(unjudged(short)[0]?.hint).toMatch(hint);
});

test("a stage that came into use within the window", () => {
  const fresh = without(whole, (_, timeMs) => timeMs < minutesAgo(170));
  expect(codes(fresh)).toEqual(["NO_HISTORY rest:orders/prod"]);
});

test.each([
  [1, /came 1 h before the window.* Until then latency and traffic drops cannot be judged/],
  [7, /came 7 h before the window.* Until then traffic drops cannot be judged/],
])("a stage that came into use %d hours before the window is being learned", (hours, hint) => {
  const young = without(whole, (_, timeMs) => timeMs < whole.window.startMs - hours * HOUR_MS);
  expect(codes(young)).toEqual(["LEARNING rest:orders/prod"]);
  expect(unjudged(young)[0]?.hint).toMatch(hint);
});

test("errors without the requests that they are a share of", () => {
  const uncounted = without(whole, (metric) => metric === "Count");
  expect(codes(uncounted)).toEqual(["NO_REQUEST_COUNT rest:orders/prod"]);
  expect(unjudged(uncounted)[0]?.hint).toMatch(/^5XXError and 4XXError cannot be judged without Count/);
});

test("latencies without the requests that had them", () => {
  const holed = without(whole, (metric, timeMs) => metric === "Count" && timeMs >= minutesAgo(23));
  expect(codes(holed)).toEqual(["COUNTS_INCOMPLETE rest:orders/prod"]);
  const late = without(whole, (metric, timeMs) => metric === "Count" && timeMs >= minutesAgo(4));
  expect(codes(late)).toEqual([]);
});
