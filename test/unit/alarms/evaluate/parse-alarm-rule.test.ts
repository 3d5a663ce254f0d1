import { describe, expect, it } from "vitest";

import { alarmsOf, isTrue } from "../../../../src/alarms/evaluate/alarm-rule.ts";
import type { AlarmState } from "../../../../src/alarms/evaluate/alarm-state.ts";
import { parseAlarmRule } from "../../../../src/alarms/evaluate/parse-alarm-rule.ts";

/** a and b are in ALARM, c and d OK, anything else in INSUFFICIENT_DATA. */
const stateOf = (name: string): AlarmState =>
  "ab".includes(name) ? "ALARM" : "cd".includes(name) ? "OK" : "INSUFFICIENT_DATA";

describe("the rule of a composite alarm", () => {
  it.each([
    ["ALARM(a)", true],
    ["ALARM(c)", false],
    ["OK(c) AND NOT OK(a)", true],
    ["TRUE AND NOT FALSE", true],
    ["NOT (TRUE AND ALARM(a))", false],
    ["ALARM(x) OR OK(x)", false],
    ["INSUFFICIENT_DATA(x)", true],
    // NOT before AND before OR: read any other way these come out the other way round.
    ["NOT ALARM(c) OR ALARM(a)", true],
    ["ALARM(a) OR ALARM(b) AND ALARM(c)", true],
    ["NOT FALSE AND FALSE", false],
    ["AT_LEAST(2, ALARM, (a, b, c))", true],
    ["AT_LEAST(3, ALARM, (a, b, c))", false],
    ["AT_LEAST(50%, ALARM, (a, b, c, d))", true],
    ["AT_LEAST(51%, ALARM, (a, b, c, d))", false],
    ["AT_LEAST(3, NOT OK, (a, b, c, x))", true],
    ['ALARM("a")', true],
    ["ALARM(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a)", true],
  ])("%s is %s", (rule, expected) => expect(isTrue(parseAlarmRule(rule), stateOf)).toBe(expected));

  it("takes names in quotes with what bare ones cannot have", () => {
    expect(alarmsOf(parseAlarmRule(String.raw`ALARM("a (b), \"c\"") OR OK(plain-1)`))).toEqual([
      'a (b), "c"',
      "plain-1",
    ]);
  });

  it.each([
    ["", "at its end"],
    ["ALARM(a", 'at its end: the end where ")"'],
    ["ALARM(a) ALARM(b)", 'at character 10: "ALARM"'],
    ["ALERT(a)", 'at character 1: "ALERT" where ALARM(...)'],
    ["ALARM(a) AND", "at its end"],
    ["AT_LEAST(0, ALARM, (a))", 'at character 10: "0"'],
    ["AT_LEAST(101%, ALARM, (a))", '"101%"'],
    ['ALARM("a)', "at character 7"],
    [`${"(".repeat(250)}TRUE${")".repeat(250)}`, "nested"],
    [Array.from({ length: 101 }, (_, at) => `OK(a${at})`).join(" OR "), "101 alarms, at most 100"],
    [Array.from({ length: 501 }, () => "TRUE").join(" AND "), "501 elements, at most 500"],
  ])("refuses %.60s", (rule, text) => expect(() => parseAlarmRule(rule)).toThrow(text));
});
