import { expect, it } from "vitest";
import { alarmReferences } from "../../../../src/alarms/emitters/alarm-references.ts";

it.each([
  ["ALARM(a)", ["a"]],
  ['ALARM("a b") OR (OK(c) AND NOT INSUFFICIENT_DATA("d \\"e\\" (f), g"))', ["a b", "c", 'd "e" (f), g']],
  ["AT_LEAST(50%, NOT ALARM, (a, b))", ["50%", "a", "b"]],
  ["TRUE AND ALARM(OK-latency)", ["OK-latency"]],
  ["ALARM(arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x:y)", ["x:y"]],
  ['ALARM("broken', ["broken"]],
  ["", []],
])("in %s are %j", (rule, names) => {
  expect(alarmReferences(rule)).toEqual(names);
});
