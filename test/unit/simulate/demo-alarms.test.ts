import { expect, test } from "vitest";

import { DAY_MS } from "../../../src/core/window.ts";
import { compositeAlarmSchema, metricAlarmSchema } from "../../../src/model/alarm-spec.ts";
import { DEMO_TOPICS, demoAlarms } from "../../../src/simulate/demo-alarms.ts";

const NOW_MS = Date.UTC(2026, 10, 20, 15);
const alarms = demoAlarms(NOW_MS);

test("CloudWatch would take every alarm of the demo", () => {
  expect(alarms.length).toBeGreaterThan(10);
  for (const { definition } of alarms) {
    const schema = "AlarmRule" in definition ? compositeAlarmSchema : metricAlarmSchema;
    expect(schema.safeParse(definition).error?.issues).toBeUndefined();
  }
  const names = alarms.map(({ definition }) => definition.AlarmName);
  expect(new Set(names).size).toBe(names.length);
});

test("their histories lead to the states that they are in, within what CloudWatch keeps", () => {
  for (const { definition, stateValue, transitionedMs, configuredMs, changes = [] } of alarms) {
    const name = definition.AlarmName;
    expect([name, transitionedMs <= NOW_MS, (configuredMs ?? 0) <= transitionedMs]).toEqual([
      name,
      true,
      true,
    ]);
    const last = changes.at(-1);
    if (last) expect([last.to, last.atMs]).toEqual([stateValue, transitionedMs]);
    for (const [index, { atMs, from }] of changes.entries()) {
      expect(atMs).toBeGreaterThan(NOW_MS - 30 * DAY_MS);
      expect(atMs).toBeGreaterThan(changes[index - 1]?.atMs ?? 0);
      if (index > 0) expect(from).toBe(changes[index - 1]?.to);
    }
  }
  expect(alarms.filter(({ changes = [] }) => changes.length > 10)).toHaveLength(1);
});

test("of the topics one is heard, one is not, and one is gone", () => {
  const told = new Set(alarms.flatMap(({ definition }) => definition.AlarmActions ?? []));
  const states = [...told].map((arn) => DEMO_TOPICS.find((topic) => topic.arn === arn)?.confirmed);
  expect(new Set(states)).toEqual(new Set([0, 3, undefined]));
});
