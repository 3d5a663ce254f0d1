import { describe, expect, it } from "vitest";

import { matchIncidents, type MatchInput } from "../../../src/agent/incidents/match-incidents.ts";
import type { TrackedIncident } from "../../../src/model/agent-state.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { aFinding } from "../../support/report-fixtures.ts";

const DAY_MS = Date.UTC(2026, 2, 5);
const at = (time: string): number => DAY_MS + Date.parse(`1970-01-01T${time}:00Z`);
const iso = (time: string): string => new Date(at(time)).toISOString();

/** An error spike of rest:orders/prod that began at 10:02 and lasts. */
function spike(changes: Partial<Finding> = {}): Finding {
  return aFinding({
    analyzer: "errors/server-error-spike",
    target: "rest:orders/prod",
    route: null,
    severity: "warning",
    startedAt: iso("10:02"),
    endedAt: null,
    cause: { kind: "integration", detail: "the backend fails" },
    ...changes,
  });
}

/** Runs one after the other; each entry is what a run finds. */
class Watch {
  tracked: readonly TrackedIncident[] = [];
  #lastRunMs: number | null = at("10:00");
  readonly #changes: Partial<MatchInput>;

  constructor(changes: Partial<MatchInput> = {}) {
    this.#changes = changes;
  }

  run(time: string, findings: readonly Finding[], changes: Partial<MatchInput> = {}): string[] {
    const matched = matchIncidents({
      tracked: this.tracked,
      findings,
      isSeen: () => true,
      placeOf: () => ({ accountId: "123456789012", region: "eu-west-1" }),
      nowMs: at(time),
      lastRunMs: this.#lastRunMs,
      calmMs: 15 * 60_000,
      reopenMs: 120 * 60_000,
      minSeverity: "warning",
      isSnoozed: () => false,
      ...this.#changes,
      ...changes,
    });
    this.tracked = matched.tracked;
    this.#lastRunMs = at(time);
    return matched.events.map(({ kind, changes: news, incident }) =>
      [kind, incident.analyzer.split("/", 1)[0], ...news].join(" / "),
    );
  }

  get states(): string[] {
    return this.tracked.map(({ incident }) => incident.state);
  }
}

describe("one incident from its first sighting to its end", () => {
  it("is opened once, is silent while it lasts, and is resolved after a calm period", () => {
    const watch = new Watch();
    expect(watch.run("10:10", [spike()])).toEqual(["opened / errors"]);
    const [first] = watch.tracked;
    // Starts are located anew in every run.
    expect(watch.run("10:15", [spike({ startedAt: iso("10:03") })])).toEqual([]);
    expect(watch.run("10:20", [spike({ endedAt: iso("10:17") })])).toEqual([]);
    expect(watch.states).toEqual(["calming"]);
    expect(watch.run("10:31", [spike({ endedAt: iso("10:17") })])).toEqual([]);
    expect(watch.run("10:32", [spike({ endedAt: iso("10:17") })])).toEqual(["resolved / errors"]);
    expect(watch.tracked[0]?.incident).toMatchObject({
      id: first?.incident.id,
      openedAt: iso("10:02"),
      resolvedAt: iso("10:17"),
      flaps: 0,
    });
    // The finding is in the window for hours to come.
    expect(watch.run("10:37", [spike({ endedAt: iso("10:17") })])).toEqual([]);
  });

  it("that vanishes without an end was last seen by the last run that found it", () => {
    const watch = new Watch();
    watch.run("10:10", [spike()]);
    expect(watch.run("10:15", [])).toEqual([]);
    expect(watch.run("10:24", [])).toEqual([]);
    expect(watch.run("10:25", [])).toEqual(["resolved / errors"]);
    expect(watch.tracked[0]?.incident.resolvedAt).toBe(iso("10:10"));
  });

  it("keeps its state while its target cannot be looked at", () => {
    const watch = new Watch();
    watch.run("10:10", [spike()]);
    for (const time of ["10:15", "10:45", "11:15"])
      expect(watch.run(time, [], { isSeen: () => false })).toEqual([]);
    expect(watch.states).toEqual(["open"]);
  });

  it("comes back within its calm period without a word", () => {
    const watch = new Watch();
    watch.run("10:10", [spike()]);
    watch.run("10:20", [spike({ endedAt: iso("10:17") })]);
    expect(watch.run("10:25", [spike()])).toEqual([]);
    expect(watch.states).toEqual(["open"]);
    expect(watch.tracked[0]?.incident.flaps).toBe(0);
  });

  it("is reopened where it comes back later, and has to be calm for twice as long then", () => {
    const watch = new Watch();
    watch.run("10:10", [spike()]);
    watch.run("10:20", [spike({ endedAt: iso("10:17") })]);
    watch.run("10:32", [spike({ endedAt: iso("10:17") })]);
    const again = spike({ startedAt: iso("11:00") });
    expect(watch.run("11:05", [again])).toEqual(["reopened / errors"]);
    expect(watch.tracked).toHaveLength(1);
    expect(watch.run("11:20", [{ ...again, endedAt: iso("11:12") }])).toEqual([]);
    expect(watch.run("11:41", [])).toEqual([]);
    expect(watch.run("11:42", [])).toEqual(["resolved / errors"]);
    expect(watch.tracked[0]?.incident.flaps).toBe(1);
  });

  it("is another one where it comes back after that", () => {
    const watch = new Watch({ reopenMs: 30 * 60_000 });
    watch.run("10:10", [spike()]);
    watch.run("10:32", [spike({ endedAt: iso("10:17") })]);
    expect(watch.run("10:55", [spike({ startedAt: iso("10:50") })])).toEqual(["opened / errors"]);
    expect(new Set(watch.tracked.map(({ incident }) => incident.id)).size).toBe(2);
  });
});

describe("what is told of an incident that goes on", () => {
  it("is that it got worse, once, and each new cause, once", () => {
    const watch = new Watch();
    watch.run("10:10", [spike({ cause: { kind: "unknown", detail: "" } })]);
    const known = spike({ severity: "critical" });
    expect(watch.run("10:15", [known])).toEqual([
      "updated / errors / critical now, was warning / cause: integration, was unknown",
    ]);
    expect(watch.run("10:20", [spike({ severity: "warning" })])).toEqual([]);
    expect(watch.tracked[0]?.incident.severity).toBe("critical");
    // Without logs nobody knows the cause; that it was known is no news.
    expect(watch.run("10:25", [spike({ cause: { kind: "unknown", detail: "" } })])).toEqual([]);
    expect(watch.tracked[0]?.incident.finding.cause.kind).toBe("integration");
    const elsewhere = spike({ cause: { kind: "downstream", detail: "the table throttles" } });
    expect(watch.run("10:30", [elsewhere])).toEqual([
      "updated / errors / cause: downstream, was integration",
    ]);
    expect(watch.run("10:35", [known])).toEqual([]);
    expect(watch.run("10:40", [elsewhere])).toEqual([]);
  });

  it("is numbered, so that the same run gives the same ids", () => {
    const runs = () => {
      const watch = new Watch();
      watch.run("10:10", [spike()]);
      return matchIncidents({
        tracked: watch.tracked,
        findings: [spike({ severity: "critical" })],
        isSeen: () => true,
        placeOf: () => ({ accountId: "123456789012", region: "eu-west-1" }),
        nowMs: at("10:15"),
        lastRunMs: at("10:10"),
        calmMs: 1,
        reopenMs: 1,
        minSeverity: "info",
        isSnoozed: () => false,
      }).events;
    };
    expect(runs()[0]?.id).toMatch(/^errors-[0-9a-f]{16}:updated:2$/);
    expect(runs()).toEqual(runs());
  });
});

describe("what belongs together", () => {
  const slow = (changes: Partial<Finding> = {}) =>
    spike({ analyzer: "latency/regression", cause: { kind: "unknown", detail: "" }, ...changes });

  it("is one incident where several analyzers see one event begin", () => {
    const watch = new Watch();
    expect(watch.run("10:10", [spike(), slow({ startedAt: iso("10:09") })])).toEqual(["opened / errors"]);
    // What was slow first and failed then: the cause moved from one family to another.
    expect(watch.run("10:15", [slow({ startedAt: iso("10:09") })])).toEqual([]);
    expect(watch.states).toEqual(["open"]);
  });

  it("is one incident where another sign appears later by the same known cause", () => {
    const watch = new Watch();
    watch.run("10:10", [slow({ cause: { kind: "downstream", detail: "the table" } })]);
    const late = spike({
      startedAt: iso("11:03"),
      cause: { kind: "downstream", detail: "the table" },
      severity: "critical",
    });
    expect(watch.run("11:10", [late, slow({ cause: { kind: "downstream", detail: "the table" } })])).toEqual([
      "updated / errors / critical now, was warning",
    ]);
  });

  it("is not: another route, another target, another time, another account", () => {
    const watch = new Watch();
    const findings = [
      spike({ route: "GET /a" }),
      spike({ route: "POST /b" }),
      spike({ target: "rest:carts/prod" }),
      slow({ route: "GET /a", startedAt: iso("09:31"), cause: { kind: "cache", detail: "" } }),
    ];
    expect(watch.run("10:10", findings)).toHaveLength(4);
    const elsewhere = { placeOf: () => ({ accountId: "210987654321", region: "eu-west-1" }) };
    expect(watch.run("10:15", [spike({ route: "GET /a" })], elsewhere)).toEqual(["opened / errors"]);
    expect(new Set(watch.tracked.map(({ incident }) => incident.id)).size).toBe(5);
  });

  it("has an id of its own where it began at a route that an earlier one has left", () => {
    const watch = new Watch();
    watch.run("10:05", [spike({ route: "GET /a" })]);
    watch.run("10:10", [spike({ startedAt: iso("10:03") })]);
    watch.run("10:15", [spike({ route: "POST /b", startedAt: iso("10:04") })]);
    const both = [spike({ route: "POST /b", startedAt: iso("10:04") }), spike({ route: "GET /a" })];
    expect(watch.run("10:20", both)).toEqual(["opened / errors"]);
    const ids = watch.tracked.map(({ incident }) => incident.id);
    expect(new Set(ids).size).toBe(2);
    expect(watch.run("10:25", both)).toEqual([]);
    expect(watch.tracked.map(({ incident }) => incident.id)).toEqual(ids);
  });

  it("does not take client errors for server errors that began hours later", () => {
    const watch = new Watch();
    const refused = spike({ analyzer: "errors/client-error-spike", cause: { kind: "client", detail: "" } });
    watch.run("10:10", [refused]);
    expect(watch.run("12:10", [spike({ startedAt: iso("12:03") }), refused])).toEqual(["opened / errors"]);
  });

  it("stays together when regions or accounts are added and ids get a scope", () => {
    const watch = new Watch();
    watch.run("10:10", [spike()], { placeOf: () => ({ accountId: null, region: "eu-west-1" }) });
    expect(watch.run("10:15", [spike({ target: "123456789012/eu-west-1/rest:orders/prod" })])).toEqual([]);
    expect(watch.tracked).toHaveLength(1);
  });
});

describe("what is no news", () => {
  it("is what was over before the last run, or says too little", () => {
    const watch = new Watch();
    expect(watch.run("10:40", [spike({ startedAt: iso("08:40"), endedAt: iso("09:30") })])).toEqual([]);
    expect(watch.run("10:45", [spike({ severity: "info" })])).toEqual([]);
    expect(watch.tracked).toEqual([]);
  });

  it("is not: what began and ended between two runs", () => {
    const watch = new Watch();
    const blip = spike({ endedAt: iso("10:08") });
    expect(watch.run("10:10", [blip])).toEqual(["opened / errors"]);
    expect(watch.run("10:25", [blip])).toEqual(["resolved / errors"]);
  });
});

describe("while it is snoozed", () => {
  const snoozed = { isSnoozed: () => true };

  it("what opens and ends is never told", () => {
    const watch = new Watch();
    expect(watch.run("10:10", [spike()], snoozed)).toEqual([]);
    expect(watch.run("10:20", [spike({ endedAt: iso("10:17") })], snoozed)).toEqual([]);
    expect(watch.run("10:35", [])).toEqual([]);
    expect(watch.states).toEqual(["resolved"]);
  });

  it("what outlasts it is opened at its end", () => {
    const watch = new Watch();
    watch.run("10:10", [spike()], snoozed);
    expect(watch.run("10:15", [spike()])).toEqual(["opened / errors"]);
    expect(watch.tracked[0]?.incident.openedAt).toBe(iso("10:02"));
  });

  it("what was told before is closed, and what else there is waits", () => {
    const watch = new Watch();
    watch.run("10:10", [spike()]);
    expect(watch.run("10:15", [spike({ severity: "critical" })], snoozed)).toEqual([]);
    expect(watch.run("10:20", [spike()])).toEqual(["updated / errors / critical now, was warning"]);
    watch.run("10:25", [], snoozed);
    expect(watch.run("10:45", [], snoozed)).toEqual(["resolved / errors"]);
    expect(watch.run("11:00", [spike({ startedAt: iso("10:57") })], snoozed)).toEqual([]);
    expect(watch.run("11:05", [spike({ startedAt: iso("10:57") })])).toEqual(["reopened / errors"]);
  });
});
