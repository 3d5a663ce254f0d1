import { describe, expect, it } from "vitest";

import { encodeState } from "../../../src/agent/state/encode-state.ts";
import { withinBounds } from "../../../src/agent/state/within-bounds.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/core/window.ts";
import { anAgentState, anEvent, anIncident, aWatchedTarget } from "../../support/agent-state.ts";

const NOW_MS = Date.UTC(2026, 2, 5, 18);
const ago = (ms: number): string => new Date(NOW_MS - ms).toISOString();
const over = (id: string, endedMs: number) => anIncident({ id, state: "resolved", resolvedAt: ago(endedMs) });

describe("what a state keeps", () => {
  it("is every open incident, and those that may come back", () => {
    const incidents = [anIncident({ id: "open" }), over("recent", HOUR_MS), over("old", 3 * HOUR_MS)];
    const bound = withinBounds(anAgentState({ incidents }), NOW_MS, 2 * HOUR_MS);
    expect(bound.incidents.map(({ incident }) => incident.id)).toEqual(["open", "recent"]);
    // What had served its time is not lost.
    expect(bound.dropped.incidents).toBe(0);
  });

  it("is bounded, the newest first, and what is lost is counted", () => {
    const incidents = [
      anIncident({ id: "open" }),
      ...Array.from({ length: 507 }, (_, at) => over(`over ${at}`, at * 1_000)),
    ];
    const outbox = Array.from({ length: 1_011 }, (_, at) => ({
      event: anEvent({ id: `e${at}`, at: ago(at < 5 ? 8 * 24 * HOUR_MS : 13 * MINUTE_MS) }),
      sinks: ["ear"],
    }));
    const finishedRuns = Array.from({ length: 60 }, (_, at) => `run ${at}`);
    const bound = withinBounds(anAgentState({ incidents, outbox, finishedRuns }), NOW_MS, 2 * HOUR_MS);
    expect(bound.incidents).toHaveLength(501);
    expect(bound.incidents.at(-1)?.incident.id).toBe("over 499");
    expect(bound.outbox).toHaveLength(1_000);
    expect(bound.outbox.at(-1)?.event.id).toBe("e1010");
    expect(bound.finishedRuns[0]).toBe("run 10");
    expect(bound.dropped).toEqual({ hours: 2, incidents: 7, events: 3 + 11 });
  });

  it("is less of what was learned the more targets there are, and never too much to store", () => {
    const hours = Array.from({ length: 336 }, (_, hour) => [
      490_000 + hour,
      81_234 + hour,
      411,
      17,
      4_512_340,
    ]);
    const recent = [0, 1, 2, 3].map((wire): [number, number[]][] => [
      [NOW_MS - 3 * HOUR_MS, Array.from({ length: 180 }, (_, minute) => 1_354 + wire * 7 + minute)],
    ]);
    const targets = Array.from({ length: 400 }, () => aWatchedTarget({ hours, recent }));
    const place = { accountId: null, inventoryMs: null, targets };
    const bound = withinBounds(anAgentState({ places: { "own/eu-west-1": place } }), NOW_MS, HOUR_MS);
    const kept = bound.places["own/eu-west-1"]?.targets[0]?.hours ?? [];
    expect(kept).toHaveLength(250);
    expect(kept.at(-1)).toEqual(hours.at(-1));
    expect(bound.dropped.hours).toBe(2 + 400 * 86);
    expect(encodeState(bound).length).toBeLessThan(4 * 1_048_576);
  });
});
