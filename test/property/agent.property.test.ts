import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { matchIncidents } from "../../src/agent/incidents/match-incidents.ts";
import type { AgentEvent } from "../../src/model/agent-event.ts";
import type { TrackedIncident } from "../../src/model/agent-state.ts";
import type { Finding } from "../../src/model/finding.ts";
import { aFinding } from "../support/report-fixtures.ts";

// Whatever is found in whatever order, snoozed and unseen at times: what is told of each incident has the form of a story.

const START_MS = Date.UTC(2026, 2, 5);
const MINUTE_MS = 60_000;

const finding = fc
  .record({
    analyzer: fc.constantFrom(
      "errors/server-error-spike",
      "errors/client-error-spike",
      "latency/regression",
      "traffic/drop",
    ),
    target: fc.constantFrom("rest:orders/prod", "rest:carts/prod"),
    route: fc.constantFrom(null, null, "GET /a", "POST /b"),
    severity: fc.constantFrom("info", "warning", "critical"),
    agoMinutes: fc.integer({ min: 0, max: 170 }),
    lastsMinutes: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 2 }),
    cause: fc.constantFrom("unknown", "integration", "client"),
  })
  .map(({ agoMinutes, lastsMinutes, cause, ...fields }) => (nowMs: number): Finding => {
    const startMs = nowMs - agoMinutes * MINUTE_MS;
    const endMs = lastsMinutes === null ? null : startMs + lastsMinutes * MINUTE_MS;
    return aFinding({
      ...fields,
      startedAt: new Date(startMs).toISOString(),
      endedAt: endMs === null || endMs >= nowMs ? null : new Date(endMs).toISOString(),
      cause: { kind: cause, detail: "" },
    });
  });

const run = fc.record({
  afterMinutes: fc.integer({ min: 1, max: 40 }),
  findings: fc.array(finding, { maxLength: 4 }),
  isSeen: fc.boolean(),
  isSnoozed: fc.oneof(
    { arbitrary: fc.constant(false), weight: 4 },
    { arbitrary: fc.constant(true), weight: 1 },
  ),
});

function story(runs: readonly ReturnType<typeof run.generate>["value"][]) {
  let tracked: readonly TrackedIncident[] = [];
  let [nowMs, lastRunMs]: [number, number | null] = [START_MS, null];
  const events: AgentEvent[] = [];
  for (const { afterMinutes, findings, isSeen, isSnoozed } of runs) {
    nowMs += afterMinutes * MINUTE_MS;
    const input = {
      tracked,
      findings: findings.map((at) => at(nowMs)),
      isSeen: () => isSeen,
      placeOf: () => ({ accountId: "123456789012", region: "eu-west-1" }),
      nowMs,
      lastRunMs,
      calmMs: 15 * MINUTE_MS,
      reopenMs: 120 * MINUTE_MS,
      minSeverity: "warning" as const,
      isSnoozed: () => isSnoozed,
    };
    const before = JSON.stringify(input);
    const matched = matchIncidents(input);
    // What the run before left is not touched.
    expect(JSON.stringify(input)).toBe(before);
    ({ tracked } = matched);
    events.push(...matched.events);
    lastRunMs = nowMs;
  }
  return { events, tracked };
}

const LETTERS = { opened: "o", updated: "u", resolved: "r", reopened: "e" } as const;

describe("what is told of incidents", () => {
  it("is a story: opened, perhaps updated, resolved, perhaps reopened; with ids of its own", () => {
    let told = 0;
    fc.assert(
      fc.property(fc.array(run, { minLength: 3, maxLength: 14 }), (runs) => {
        const { events, tracked } = story(runs);
        told += events.length;
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
        const ids = new Set(events.map(({ incident }) => incident.id));
        for (const id of ids) {
          const own = events.filter(({ incident }) => incident.id === id);
          const letters = own.map(({ kind }) => LETTERS[kind]).join("");
          expect(letters).toMatch(/^ou*(?:r(?:eu*r)*(?:eu*)?)?$/);
        }
        for (const { incident } of tracked) {
          expect(incident.state === "resolved").toBe(incident.resolvedAt !== null);
          expect(tracked.filter((other) => other.incident.id === incident.id)).toHaveLength(1);
        }
      }),
      { numRuns: 150 },
    );
    expect(told).toBeGreaterThan(200);
  });
});
