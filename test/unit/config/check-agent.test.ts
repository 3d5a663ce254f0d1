import { describe, expect, it } from "vitest";

import { parseConfig } from "../../../src/model/config-file/parse-config.ts";

const problems = (lines: string): string[] =>
  parseConfig(`version: 1\nagent:\n${lines}\n`, [
    "latency/regression",
    "errors/server-error-spike",
  ]).problems.map((problem) => JSON.stringify(problem));

describe("the agent's section", () => {
  it("may say what can be done", () => {
    expect(
      problems(`  calm: 20m
  accounts: [{}, {roleArn: "arn:aws:iam::123456789012:role/watch", externalId: ours, regions: [eu-west-1]}]
  snooze:
    - {target: "rest:*", analyzer: "latency/*", from: "2027-01-15T22:00Z", until: "2027-01-16", reason: move}
    - {analyzer: latency/regression, weekly: {days: [sun], from: "22:00", until: "02:00"}, reason: backup}`),
    ).toEqual([]);
  });

  it.each([
    ["  sweep: often", "not a length of time"],
    ["  snooze: [{until: someday, reason: x}]", "not a point in time"],
    ['  snooze: [{until: "2h ago", reason: x}]', "of its own"],
    ['  snooze: [{from: "2027-01-15", until: "2027-01-15", reason: x}]', "has to come after"],
    ['  snooze: [{target: "rest:*", reason: x}]', "it has no end"],
    ['  snooze: [{target: "", until: "2027-01-15", reason: x}]', "empty pattern"],
    ['  snooze: [{analyzer: latency/regresion, until: "2027-01-15", reason: x}]', "did you mean"],
    ['  snooze: [{until: "2027-01-15"}]', "reason"],
    ['  snooze: [{weekly: {from: "25:00", until: "02:00"}, reason: x}]', "write it like"],
    ['  accounts: [{roleArn: "role/watch"}]', "write it like"],
  ])("hears of %s", (lines, text) => {
    expect(problems(lines)).toEqual([expect.stringContaining(text)]);
  });
});
