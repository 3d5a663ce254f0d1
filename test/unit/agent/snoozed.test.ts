import { describe, expect, it } from "vitest";

import { snoozeReasons } from "../../../src/agent/incidents/snoozed.ts";
import type { Snooze } from "../../../src/model/agent-config.ts";

const ORDERS = { target: "rest:orders/prod", analyzer: "latency/regression" };

function reasonAt(snooze: Partial<Snooze>, iso: string, incident = ORDERS): string | null {
  const agent = { snooze: [{ reason: "known", ...snooze }] };
  return snoozeReasons({ version: 1, agent })(incident, Date.parse(iso));
}

describe("what is snoozed", () => {
  it.each<[Partial<Snooze>, boolean]>([
    [{}, true],
    [{ target: "rest:orders/*" }, true],
    [{ target: "*orders*" }, true],
    [{ target: "rest:orders/prod" }, true],
    [{ target: "rest:orders" }, false],
    [{ analyzer: "latency/*" }, true],
    [{ analyzer: "latency" }, false],
    [{ analyzer: "errors/*" }, false],
    [{ target: "" }, false],
  ])("by %j: %s", (snooze, isSnoozed) => {
    expect(reasonAt(snooze, "2026-03-05T12:00Z")).toBe(isSnoozed ? "known" : null);
  });

  it("is a target by its own name, whatever scope its id has", () => {
    const scoped = { ...ORDERS, target: "123456789012/eu-west-1/rest:orders/prod" };
    expect(reasonAt({ target: "rest:orders/*" }, "2026-03-05T12:00Z", scoped)).toBe("known");
    expect(reasonAt({ target: "123456789012/*" }, "2026-03-05T12:00Z", scoped)).toBe("known");
    expect(reasonAt({ target: "210987654321/*" }, "2026-03-05T12:00Z", scoped)).toBeNull();
  });

  it.each([
    ["2026-03-04T23:59:59Z", false],
    ["2026-03-05T00:00:00Z", true],
    ["2026-03-06T21:59:59Z", true],
    ["2026-03-06T22:00:00Z", false],
  ])("from a day on until a time, at %s: %s", (iso, isSnoozed) => {
    const snooze = { from: "2026-03-05", until: "2026-03-06T22:00Z" };
    expect(reasonAt(snooze, iso) !== null).toBe(isSnoozed);
  });

  const inFridayNight = snoozeReasons({
    version: 1,
    timeZone: "Europe/Berlin",
    agent: { snooze: [{ weekly: { days: ["fri"], from: "22:00", until: "05:30" }, reason: "known" }] },
  });

  // 2026-03-06 is a Friday; in Berlin the clock is an hour ahead of UTC.
  it.each([
    ["2026-03-06T20:59:00Z", false],
    ["2026-03-06T21:00:00Z", true],
    ["2026-03-07T04:29:00Z", true],
    ["2026-03-07T04:30:00Z", false],
    ["2026-03-07T21:00:00Z", false],
    ["2026-03-06T04:00:00Z", false],
  ])("in the night after a Friday by the owner's clock, at %s: %s", (iso, isSnoozed) => {
    expect(inFridayNight(ORDERS, Date.parse(iso)) !== null).toBe(isSnoozed);
  });

  it.each([
    ["2026-03-08T09:59:00Z", false],
    ["2026-03-08T10:00:00Z", true],
    ["2026-03-08T12:00:00Z", false],
  ])("in some hours of every day, at %s: %s", (iso, isSnoozed) => {
    expect(reasonAt({ weekly: { from: "10:00", until: "12:00" } }, iso) !== null).toBe(isSnoozed);
  });

  it("is told with the reason of the first entry that matches", () => {
    const snooze = [
      { target: "http:*", reason: "one" },
      { target: "rest:*", reason: "two" },
      { reason: "three" },
    ];
    expect(snoozeReasons({ version: 1, agent: { snooze } })(ORDERS, 0)).toBe("two");
    expect(snoozeReasons({ version: 1 })(ORDERS, 0)).toBeNull();
  });
});
