import { expect, it } from "vitest";

import { deliver } from "../../../src/agent/deliver.ts";
import type { Sink } from "../../../src/agent/sinks/sink.ts";
import { ToolError } from "../../../src/core/errors.ts";
import { aRun } from "../../support/agent-events.ts";
import { listeningSink, memoryStore } from "../../support/agent-in-memory.ts";
import { anAgentState, anEvent } from "../../support/agent-state.ts";

const ids = ["one", "two", "three"];

/** Takes so many of what it is handed, then fails or never ends. */
function tiringSink(most: number, end: "fails" | "hangs"): Sink & { readonly handed: string[][] } {
  const handed: string[][] = [];
  return {
    name: "tiring",
    handed,
    async deliver(events, _run, onTaken) {
      handed.push(events.map(({ id }) => id));
      onTaken(events.slice(0, most));
      if (end === "hangs") await new Promise(() => undefined);
      throw new ToolError("E_UNREACHABLE", "it is tired");
    },
  };
}

it.each(["fails", "hangs"] as const)(
  "what a sink took before it %s is not handed to it again, the rest is",
  async (end) => {
    const store = memoryStore();
    const ear = listeningSink("ear");
    const tiring = tiringSink(1, end);
    const outbox = ids.map((id) => ({ event: anEvent({ id }), sinks: ["tiring", "ear"] }));
    const written = anAgentState({ outbox });
    let held = { state: written, version: await store.write(written, null) };
    const left = () => (end === "hangs" ? 30 : Infinity);
    const waiting: number[] = [];
    for (let run = 0; run < 2; run += 1) {
      const { state, version, undelivered } = await deliver([tiring, ear], held, aRun(), store, left);
      held = { state, version };
      waiting.push(...undelivered.map(({ events }) => events));
    }
    expect(tiring.handed).toEqual([ids, ids.slice(1)]);
    expect(waiting).toEqual([2, 1]);
    expect(ear.heard.map(({ id }) => id)).toEqual(ids);
    // What was marked is stored, and not only known.
    expect((await store.read()).state.outbox.map(({ event, sinks }) => [event.id, sinks])).toEqual([
      ["three", ["tiring"]],
    ]);
  },
);
