import fc from "fast-check";
import { expect, test } from "vitest";

import { flapping } from "../../src/alarms/lint/rules/flapping.ts";
import { lintAlarm, OFFLINE } from "../support/lint-alarms.ts";

const DAY_MS = 86_400_000;
const region = "eu-west-1";

/** By the definition: some 24 hours that begin with a change hold more than so many. */
function flaps(times: readonly number[], most: number): boolean {
  return times.some((from) => times.filter((at) => at >= from && at < from + DAY_MS).length > most);
}

test("an alarm flaps where some 24 hours hold more changes than allowed", () => {
  const hours = fc.array(fc.integer({ min: 0, max: 24 * 6 }), { maxLength: 40 });
  let both = 0;
  fc.assert(
    fc.property(hours, fc.integer({ min: 1, max: 12 }), (list, changesADay) => {
      const times = list.map((hour) => hour * 3_600_000).sort((left, right) => left - right);
      const changes = times.map((atMs) => ({ alarm: "orders-errors", atMs, to: "OK" as const }));
      const kept = { startMs: 0, endMs: 30 * DAY_MS, changes };
      const deployed = { stateValue: "OK" as const, transitionedMs: 0, arn: null };
      const context = { ...OFFLINE, region, changesADay, history: new Map([[region, kept]]) };
      const hits = flapping.find({ ...context, alarms: [lintAlarm({}, { deployed })] });
      expect(hits.length).toBe(flaps(times, changesADay) ? 1 : 0);
      both |= hits.length === 0 ? 1 : 2;
    }),
  );
  expect(both).toBe(3);
});
