import { describe, expect, test } from "vitest";

import { fitLevel, type LevelModel } from "../../../../src/analyzers/shared/level-model.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { UTC_CALENDAR, type Calendar } from "../../../../src/core/season.ts";
import { DAY_MS, HOUR_MS } from "../../../../src/core/window.ts";

const PERIOD_MS = 300_000;
/** A Monday. */
const START_MS = Date.UTC(2026, 2, 2);

/** Latencies of so many days: 100 ms, a third quicker in the night, `weekend` times as much on Saturdays and Sundays. */
function made(days: number, { weekend, hoursAhead = 0 }: { weekend: number; hoursAhead?: number }) {
  const random = createRandom(67);
  const values = Float64Array.from({ length: (days * DAY_MS) / PERIOD_MS }, (_, at) => {
    const wallMs = START_MS + at * PERIOD_MS + hoursAhead * HOUR_MS;
    return truth(wallMs, weekend) + (random.next() - 0.5) * 0.08;
  });
  return { startMs: START_MS, periodMs: PERIOD_MS, values };
}

function truth(wallMs: number, weekend: number): number {
  const day = new Date(wallMs).getUTCDay();
  const night = new Date(wallMs).getUTCHours() < 6 ? Math.log(2 / 3) : 0;
  return Math.log(100) + night + (day === 0 || day === 6 ? Math.log(weekend) : 0);
}

function expectedBy(model: LevelModel | null): (timeMs: number) => number {
  if (model === null) throw new Error("so many days are enough to learn from");
  return model.expectedAt;
}

/** The largest mistake of an expectation, at the middles of hours of the day after. */
function worst(expectedAt: (timeMs: number) => number, startMs: number, weekend: number, hoursAhead = 0) {
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => (hour + hoursAhead) % 6 > 0);
  return Math.max(
    ...hours.map((hour) => {
      const timeMs = startMs + (hour + 0.5) * HOUR_MS;
      return Math.abs(expectedAt(timeMs) - truth(timeMs + hoursAhead * HOUR_MS, weekend));
    }),
  );
}

describe("the level to be expected", () => {
  test("after two weeks it knows that weekends are slower, also on the first day of the next one", () => {
    // Until Friday evening of the third week.
    const model = fitLevel(made(19, { weekend: 1.8 }));
    expect(model?.days).toBe(19);
    expect(worst(expectedBy(model), START_MS + 18 * DAY_MS, 1.8)).toBeLessThan(0.15);
    expect(worst(expectedBy(model), START_MS + 19 * DAY_MS, 1.8)).toBeLessThan(0.25);
  });

  test("with one weekend it goes by the time of day alone", () => {
    const model = fitLevel(made(11, { weekend: 1.8 }));
    const [friday, saturday] = [11, 12].map((day) => model?.expectedAt(START_MS + (day + 0.5) * DAY_MS));
    expect(friday).toBeCloseTo(saturday ?? 0, 9);
    expect(worst(expectedBy(model), START_MS + 10 * DAY_MS, 1)).toBeLessThan(0.15);
  });

  test("nights and weekends are those of the owner's clock", () => {
    const calendar: Calendar = {
      offsets: [{ fromMs: 0, offsetMs: -9 * HOUR_MS }],
      holidays: new Set<number>(),
    };
    const logs = made(19, { weekend: 1.8, hoursAhead: -9 });
    // A Saturday in UTC, and nine hours later there: its weekend begins at 09:00 UTC.
    const startMs = START_MS + 19 * DAY_MS;
    const early = startMs + 8.5 * HOUR_MS;
    const late = startMs + 9.75 * HOUR_MS;
    const jump = (own: Calendar): number => {
      const model = fitLevel(logs, own);
      return (model?.expectedAt(late) ?? 0) - (model?.expectedAt(early) ?? 0);
    };
    expect(truth(late - 9 * HOUR_MS, 1.8) - truth(early - 9 * HOUR_MS, 1.8)).toBeCloseTo(
      Math.log(1.8) + Math.log(2 / 3),
      9,
    );
    expect(Math.abs(jump(calendar) - Math.log(1.2))).toBeLessThan(0.15);
    expect(Math.abs(jump(UTC_CALENDAR) - Math.log(1.2))).toBeGreaterThan(0.2);
  });

  test("a holiday is expected to be as a Sunday", () => {
    const monday = START_MS + 21 * DAY_MS;
    const calendar: Calendar = { ...UTC_CALENDAR, holidays: new Set([monday / DAY_MS]) };
    const logs = made(21, { weekend: 1.8 });
    const noon = monday + DAY_MS / 2;
    const expected = (own: Calendar): number => fitLevel(logs, own)?.expectedAt(noon) ?? 0;
    expect(expected(calendar) - expected(UTC_CALENDAR)).toBeGreaterThan(0.7 * Math.log(1.8));
  });
});

describe("how far a median must climb", () => {
  /** A week of which one point in eight is about twice as high, and of which `slow(at)` is added. */
  const weekOf = (oneIn: number, slow: (at: number) => number = () => 0) => {
    const random = createRandom(71);
    const values = Float64Array.from({ length: (7 * DAY_MS) / PERIOD_MS }, (_, at) => {
      const high = random.next() < 1 / oneIn ? 0.6 + 0.3 * random.next() : 0;
      return Math.log(14) + high + (random.next() - 0.5) * 0.2 + slow(at);
    });
    return fitLevel({ startMs: START_MS, periodMs: PERIOD_MS, values });
  };

  test("above what one high point in eight lets happen: of nine in a row five are, once in a hundred days", () => {
    const model = weekOf(8);
    for (const width of [6, 9, 12]) expect(model?.thresholdOf(width)).toBeGreaterThan(0.6);
    expect(model?.thresholdOf(72)).toBeLessThan(0.6);
  });

  test("no higher because of three slow hours last week", () => {
    const slow = (at: number) => (at >= 740 && at < 776 ? Math.log(5) : 0);
    for (const width of [4, 6, 12]) {
      const [calm, known] = [weekOf(1e9), weekOf(1e9, slow)].map((model) => model?.thresholdOf(width) ?? 0);
      expect(known).toBeGreaterThan(0);
      expect(known).toBeLessThan(1.3 * (calm ?? 0));
    }
  });
});
