import { describe, expect, it } from "vitest";

import { LevelShiftDetector, type LevelAlarm } from "../../../../src/core/detect/level-shift-detector.ts";
import { createRandom } from "../../../../src/core/random.ts";
import { literalLevelShifts } from "../../../support/literal-level-shifts.ts";
import { wandering } from "../../../support/wandering.ts";

function alarmsOf(values: readonly number[]): (LevelAlarm | null)[] {
  const detector = new LevelShiftDetector();
  return values.map((value) => detector.push(value));
}

describe("against the definition", () => {
  it.each([11, 23, 37, 41, 59, 67])("seed %d: the same alarms, equally strong", (seed) => {
    const values = wandering(createRandom(seed), { points: 420, memory: 0.6, spread: 0.03 });
    const shifted = values.map((value, index) =>
      index >= 300 ? value + [0.15, -0.3, 0.9][seed % 3]! : value,
    );
    const holed = shifted.map((value, index) => (index % 17 < seed % 5 ? Number.NaN : value));
    const expected = literalLevelShifts(holed.map(Math.fround));
    expect(expected.some((strength) => strength !== null)).toBe(true);
    alarmsOf(holed).forEach((alarm, index) => {
      const strength = expected[index] ?? null;
      if (strength === null) expect(alarm, `place ${index}`).toBeNull();
      else expect(alarm?.strength, `place ${index}`).toBeCloseTo(strength, 3);
    });
  });
});

describe("what it is for", () => {
  const quiet = wandering(createRandom(5), { points: 600, memory: 0.5, spread: 0.02 });

  it("tells a step within five points, with its direction and its first point", () => {
    for (const [shift, sign] of [
      [Math.log(1.5), 1],
      [-Math.log(2), -1],
    ] as const) {
      const alarms = alarmsOf(quiet.map((value, index) => (index >= 400 ? value + shift : value)));
      const first = alarms.findIndex((alarm) => alarm !== null);
      expect(first).toBeGreaterThanOrEqual(402);
      expect(first).toBeLessThanOrEqual(405);
      expect(Math.sign(alarms[first]?.shift ?? 0)).toBe(sign);
      expect(Math.abs((alarms[first]?.start ?? 0) - 400)).toBeLessThanOrEqual(3);
    }
  });

  it("is silent about three wild points, and about a climb that comes every night", () => {
    expect(alarmsOf(quiet.map((value, index) => (index >= 500 && index < 503 ? value + 2 : value)))).toEqual(
      quiet.map(() => null),
    );
    const nightly = wandering(createRandom(6), { points: 5 * 288, memory: 0.5, spread: 0.02 }).map(
      (value, index) => (index % 288 >= 250 ? value + 0.4 : value),
    );
    expect(
      alarmsOf(nightly)
        .slice(2 * 288)
        .filter((alarm) => alarm !== null),
    ).toEqual([]);
  });

  it("is silent before it knows what is usual, on a constant, on nothing and on gaps", () => {
    for (const values of [
      [],
      [1.7],
      quiet.slice(0, 100),
      Array<number>(700).fill(3.1),
      Array<number>(700).fill(Number.NaN),
    ])
      expect(alarmsOf(values)).toEqual(values.map(() => null));
    const steppedEarly = quiet.map((value, index) => (index >= 40 ? value + 1 : value));
    expect(
      alarmsOf(steppedEarly)
        .slice(0, 100)
        .every((alarm) => alarm === null),
    ).toBe(true);
  });

  it("takes a level that stays for the usual one within a day and a half", () => {
    const stayed = wandering(createRandom(8), { points: 1_000, memory: 0.5, spread: 0.02 }).map(
      (value, index) => (index >= 400 ? value + 0.5 : value),
    );
    const alarms = alarmsOf(stayed);
    expect(alarms.slice(400, 436).some((alarm) => alarm !== null)).toBe(true);
    expect(alarms.slice(436).filter((alarm) => alarm !== null)).toEqual([]);
  });
});

describe("false alarms where nothing happens", () => {
  // 30 series of two weeks each; an alarm speaks for three hours, as in the scorers. The bounds are those of docs/detection.md.
  it.each([
    ["independent points", { memory: 0, spread: 0.1 }, 0.02],
    ["neighbours alike (0.7)", { memory: 0.7, spread: 0.1 }, 0.15],
    ["neighbours very alike (0.9)", { memory: 0.9, spread: 0.05 }, 0.4],
    ["a wandering level (0.97)", { memory: 0.97, spread: 0.03 }, 0.65],
  ])("%s: at most the stated number a series and week", (_name, noise, most) => {
    let alarms = 0;
    for (let seed = 0; seed < 30; seed += 1) {
      const detector = new LevelShiftDetector();
      let quietUntil = 0;
      wandering(createRandom(1_000 + seed), { points: 4_032, ...noise }).forEach((value, index) => {
        if (detector.push(value) === null || index < quietUntil) return;
        alarms += 1;
        quietUntil = index + 36;
      });
    }
    expect(alarms / 60).toBeLessThanOrEqual(most);
  });
});
