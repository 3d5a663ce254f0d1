import { describe, expect, it } from "vitest";

import { qlFilter } from "../../../../../src/collectors/logs/insights/ql-filter.ts";
import type { Dimension } from "../../../../../src/logs/filter/filter.ts";
import { parseFilter } from "../../../../../src/logs/filter/parse-filter.ts";

const NAMES: Partial<Record<Dimension, string>> = {
  status: "status",
  ip: "gwIp",
  stage: "stage",
  route: "gwTheRoute",
};
const write = (source: string): ReturnType<typeof qlFilter> =>
  qlFilter(parseFilter(source), (dimension) => NAMES[dimension]);

describe("a filter in the language of Insights", () => {
  it.each([
    ["status>=500", "(ispresent(status) and status like /^[0-9]{1,15}$/ and status >= 500)"],
    ["status!=200", "not (ispresent(status) and status like /^[0-9]{1,15}$/ and status = 200)"],
    ["status>-1", "(ispresent(status) and status like /^[0-9]{1,15}$/)"],
    ['client=="203.0.113.9"', '(ispresent(gwIp) and gwIp = "203.0.113.9")'],
    ["client==7", "(ispresent(gwIp) and gwIp like /^7$/)"],
    ['stage==""', '(not ispresent(stage) or stage = "-" or stage = "")'],
    [String.raw`stage=='a"b\c'`, String.raw`(ispresent(stage) and stage = "a\"b\\c")`],
    [
      'route~"[/]orders"',
      String.raw`(not (not ispresent(gwTheRoute) or gwTheRoute = "-" or gwTheRoute = "") and gwTheRoute like /[\/]orders/)`,
    ],
    [
      "!(status<400) || stage==x",
      '(not (ispresent(status) and status like /^[0-9]{1,15}$/ and status < 400) or (ispresent(stage) and stage = "x"))',
    ],
  ])("%s", (source, expected) => {
    expect(write(source)).toBe(expected);
  });

  it.each([
    ["trace-id==x", false],
    ["trace-id!=x", true],
    ["trace-id~/^$/", true],
    ["latency>=10", false],
    ["latency!=10", true],
    ["stage==-", false],
    ["status<-4 && stage==x", false],
    ["trace-id!=x || stage==x", true],
  ])("%s is known beforehand where the lines lack the field: %s", (source, expected) => {
    expect(write(source)).toBe(expected);
  });

  it.each([
    ["user-agent~curl", /--filter by user-agent cannot be asked/],
    ["error~timeout", /--filter by error cannot be asked/],
    ["stage~/(?=x)/", /"\(\?=" means something else/],
    ["stage~/(?<a>x)/", /means something else/],
    [String.raw`stage~/(a)\1/`, /"\\1" means something else/],
    [String.raw`stage~/\u0041/`, /means something else/],
    ["stage~/a{/", /"\{" means something else/],
    ["stage~/[a&&b]/", /means something else/],
    ["stage=='a\nb'", /control character/],
    ["status>1e21", /the number 1e\+21/],
  ])("%s has no words there", (source, said) => {
    expect(() => write(source)).toThrow(said);
  });
});
