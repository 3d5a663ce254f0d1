import { describe, expect, it } from "vitest";

import type { CaseTimeline } from "../../../../../src/model/alarm-case-result.ts";
import { barRows } from "../../../../../src/report/alarms/cases/bar-rows.ts";

const at = (over: Partial<CaseTimeline>): CaseTimeline => ({
  firstMs: 60_000,
  everyMs: 60_000,
  values: [],
  lower: (over.values ?? []).map(() => 4),
  upper: (over.values ?? []).map(() => 4),
  states: [],
  marked: null,
  ...over,
});
const drawn = (over: Partial<CaseTimeline>): string[] =>
  barRows(at(over)).map(({ label, cells }) => `${label === null ? "" : label}|${cells}|`);

describe("bars and their limit", () => {
  it("cross it only beyond it, and leave gaps blank", () => {
    expect(drawn({ values: [0, 2, 4, 10, null, 5] })).toEqual([
      "10|   █  |",
      "|   █  |",
      "|   █ ▄|",
      "4|---█-█|",
      "|  ██ █|",
      "0|▁███ █|",
    ]);
  });

  it("have nothing above a limit that nothing reaches, nor below one that nothing falls to", () => {
    expect(drawn({ values: [1, 2] })).toEqual(["4|--|", "|  |", "0|▄█|"]);
    expect(drawn({ values: [-1, 3], lower: [-5, -5], upper: [-5, -5] })).toEqual([
      "3| █|",
      "|▄█|",
      "|██|",
      "-5|██|",
    ]);
  });

  it("are drawn with a limit of zero, and below it", () => {
    expect(drawn({ values: [0, 3, -2], lower: [0, 0, 0], upper: [0, 0, 0] })).toHaveLength(6);
    expect(drawn({ values: [0, null, 0], lower: [0, 0, 0], upper: [0, 0, 0] })).toEqual(["0|- -|"]);
  });

  it("are none where there is no datapoint", () => expect(drawn({ values: [null, null] })).toEqual([]));

  it("have the edges of a band drawn where they are", () => {
    const rows = drawn({ values: [50, null, 90], lower: [40, 41, null], upper: [60, 61, null] });
    expect(rows).toHaveLength(5);
    expect(rows[0]).toBe("90|  █|");
    expect(rows.join("\n")).toContain("-");
  });

  it("keep every datapoint in its column", () => {
    const values = Array.from({ length: 60 }, (_, index) => (index % 7 === 3 ? null : (index * 37) % 23));
    for (const { cells } of barRows(at({ values }))) {
      expect(Array.from(cells)).toHaveLength(60);
      for (const [index, cell] of Array.from(cells).entries()) {
        if (values[index] === null) expect(" -").toContain(cell);
      }
    }
  });
});
