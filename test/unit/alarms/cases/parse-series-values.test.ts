import { describe, expect, it } from "vitest";

import { parseSeriesValues } from "../../../../src/alarms/cases/parse-series-values.ts";

const gap = undefined;

function values(text: string): readonly (number | undefined)[] {
  const parsed = parseSeriesValues(text);
  if (parsed.kind === "problem") throw new Error(`${parsed.offset}: ${parsed.text}`);
  return parsed.values;
}

describe("the compact notation of series", () => {
  // Source: Prometheus documentation, "Unit testing for rules", its four examples (the last without the stale marker).
  it.each([
    ["-2+4x3", [-2, 2, 6, 10]],
    [" 1-2x4", [1, -1, -3, -5, -7]],
    [" 1x4", [1, 1, 1, 1, 1]],
    [" 1 _x3", [1, gap, gap, gap]],
  ])("%s is what promtool makes of it", (text, expected) => expect(values(text)).toEqual(expected));

  it.each([
    ["7", [7]],
    ["1 2 _ 3", [1, 2, gap, 3]],
    ["5-1x4", [5, 4, 3, 2, 1]],
    ["0x2 5+1x2 _x1 9", [0, 0, 0, 5, 6, 7, gap, 9]],
    ["5x0 _x0", [5]],
    ["1e3 .5 -4.25 +6", [1_000, 0.5, -4.25, 6]],
    ["1.5e-1+2.5e-1x2", [0.15, 0.4, 0.65]],
    ["\n 8\t_\n", [8, gap]],
  ])("%j is %j", (text, expected) => expect(values(text)).toEqual(expected));

  it("adds up from the first datapoint, so that no rounding piles up", () => {
    expect(values("0+0.1x30").at(-1)).toBe(30 * 0.1);
  });

  it.each([
    ["1 2 stale", 4, "marker that CloudWatch does not have"],
    ["nan", 0, "no value of CloudWatch"],
    ["3 -Inf", 2, "no value of CloudWatch"],
    ["{{sum:4}}", 0, "histogram"],
    ["1 5x", 2, 'repeats are "5x3"'],
    ["5+1", 0, 'write "5+1x3"'],
    ["_3", 0, 'gaps are "_"'],
    ["1, 2", 0, "neither a number nor a gap"],
    ["  ", 0, "no datapoint"],
    ["_x0", 0, "no datapoint"],
    ["1 0x999999999999", 2, "longer than 100000 datapoints"],
    ["_x99999 1x1", 8, "longer than 100000 datapoints"],
    ["1e308+1e308x5", 0, "more than a datapoint can be"],
    ["1e999", 0, "more than a datapoint can be"],
  ])("%j is refused at character %d", (text, offset, message) => {
    const parsed = parseSeriesValues(text);
    expect(parsed).toMatchObject({
      kind: "problem",
      offset,
      text: expect.stringContaining(message) as string,
    });
  });
});
