import { describe, expect, it } from "vitest";

import { planSpans } from "../../../src/collectors/plan-spans.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 6, 14, 10, 0, 0);

describe("planSpans", () => {
  it("takes the window at 60 s, and all of it with the baseline at 300 s", () => {
    const window = { startMs: NOW - 3 * HOUR, endMs: NOW };
    const baseline = { startMs: NOW - 14 * DAY, endMs: window.startMs };
    expect(planSpans(window, baseline, NOW)).toEqual({
      spans: [
        { periodSeconds: 60, startMs: NOW - 3 * HOUR, endMs: NOW },
        { periodSeconds: 300, startMs: NOW - 14 * DAY, endMs: NOW },
      ],
      blindSpots: [],
    });
  });

  it("takes whole periods within the time asked for, and no other", () => {
    const nowMs = NOW + 4 * MINUTE + 37_000;
    const window = { startMs: nowMs - HOUR, endMs: nowMs };
    const { spans } = planSpans(window, { startMs: nowMs - 5 * HOUR, endMs: window.startMs }, nowMs);
    expect(spans).toEqual([
      { periodSeconds: 60, startMs: NOW - HOUR + 5 * MINUTE, endMs: NOW + 4 * MINUTE },
      { periodSeconds: 300, startMs: NOW - 5 * HOUR + 5 * MINUTE, endMs: NOW },
    ]);
  });

  it.each([
    ["a window of 16 days ago", 16, 20, [300]],
    ["a window of 10 days ago with a baseline beyond 15", 10, 24, [60, 300]],
    ["a window of 63 days ago", 63, 70, [300, 3_600]],
    ["a window of 100 days ago", 100, 114, [3_600]],
  ])("asks %s at a period that CloudWatch still keeps", (_, windowDays, baselineDays, periods) => {
    const window = { startMs: NOW - windowDays * DAY, endMs: NOW - (windowDays - 1) * DAY };
    const baseline = { startMs: NOW - baselineDays * DAY, endMs: window.startMs };
    const { spans, blindSpots } = planSpans(window, baseline, NOW);
    expect(spans.map(({ periodSeconds }) => periodSeconds)).toEqual(periods);
    expect(spans.at(-1)?.startMs).toBe(baseline.startMs);
    expect(blindSpots).toEqual([]);
    for (const { startMs, endMs, periodSeconds } of spans) {
      expect(startMs % (periodSeconds * 1_000)).toBe(0);
      expect(endMs % (periodSeconds * 1_000)).toBe(0);
    }
  });

  it.each([
    [10, [60, 300]],
    [40, [300]],
  ])(
    "cuts a baseline where 5 minutes are no longer kept, rather than see hours: %d days",
    (days, periods) => {
      const window = { startMs: NOW - days * DAY, endMs: NOW - (days - 1) * DAY };
      const { spans, blindSpots } = planSpans(
        window,
        { startMs: NOW - 70 * DAY, endMs: window.startMs },
        NOW,
      );
      expect(spans.map(({ periodSeconds }) => periodSeconds)).toEqual(periods);
      expect(spans.at(-1)?.startMs).toBe(NOW - 63 * DAY);
      expect(blindSpots).toMatchObject([{ code: "RETENTION", source: "metrics" }]);
      expect(blindSpots[0]?.hint).toContain("steps of 5 minutes for 63 days");
    },
  );

  it("says what is older than CloudWatch keeps, and asks for the rest", () => {
    const window = { startMs: NOW - 450 * DAY, endMs: NOW - 449 * DAY };
    const part = planSpans(window, { startMs: NOW - 470 * DAY, endMs: window.startMs }, NOW);
    expect(part.spans).toEqual([{ periodSeconds: 3_600, startMs: NOW - 455 * DAY, endMs: window.endMs }]);
    expect(part.blindSpots).toMatchObject([{ code: "RETENTION", source: "metrics" }]);
    expect(part.blindSpots[0]?.hint).toContain("baseline");
    const gone = { startMs: NOW - 500 * DAY, endMs: NOW - 490 * DAY };
    const none = planSpans(gone, { startMs: NOW - 510 * DAY, endMs: gone.startMs }, NOW);
    expect(none.spans).toEqual([]);
    expect(none.blindSpots[0]?.hint).toContain("the window");
  });

  it("works without a baseline, and without a whole period", () => {
    const window = { startMs: NOW - 30 * MINUTE, endMs: NOW };
    const alone = planSpans(window, { startMs: window.startMs, endMs: window.startMs }, NOW);
    expect(alone.spans.map(({ startMs }) => startMs)).toEqual([window.startMs, window.startMs]);
    const tiny = { startMs: NOW + 10_000, endMs: NOW + 50_000 };
    expect(planSpans(tiny, { startMs: tiny.startMs, endMs: tiny.startMs }, NOW + 50_000).spans).toEqual([]);
  });
});
