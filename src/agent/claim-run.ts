import { ToolError } from "../core/errors.ts";
import { MINUTE_MS } from "../core/window.ts";
import type { AgentState } from "../model/agent-state.ts";
import type { StateStore, StoredState } from "./state/state-store.ts";

/** Somebody else who writes meanwhile is looked at again, so often. */
const ATTEMPTS = 3;
/** A clock that is set back by more is believed; what it said before is not. */
const FUTURE_MS = 60 * MINUTE_MS;

interface Claim {
  readonly state: AgentState;
  readonly version: string;
  readonly setAside: StoredState["setAside"];
  /** What the run is to do: all of it, or deliver what waits. */
  readonly outcome: "done" | "repeated" | "late";
}

interface ClaimInput {
  /** Of this very process and run: unlike the run's key, a retry has another one. */
  readonly holder: string;
  readonly runKey: string | null;
  readonly nowMs: number;
  readonly clockMs: number;
  /** Until when others leave it alone, should it never come back. */
  readonly untilMs: number;
}

/**
 * Takes the state for one run, or null where another is at work.
 *
 * Errors: what the store throws, but for E_CONFLICT.
 */
export async function claimRun(store: StateStore, input: ClaimInput): Promise<Claim | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { state: stored, version, setAside } = await store.read();
    const { lease } = stored;
    if (lease !== null && lease.untilMs > input.clockMs && lease.holder !== input.holder) return null;
    const isFuture = stored.lastRunMs !== null && stored.lastRunMs > input.clockMs + FUTURE_MS;
    const state = {
      ...stored,
      lastRunMs: isFuture ? null : stored.lastRunMs,
      lease: { holder: input.holder, untilMs: input.untilMs },
    };
    try {
      return {
        state,
        version: await store.write(state, version),
        setAside,
        outcome: outcomeOf(state, input),
      };
    } catch (error) {
      if (!(error instanceof ToolError) || error.code !== "E_CONFLICT") throw error;
    }
  }
  return null;
}

function outcomeOf({ lastRunMs, finishedRuns }: AgentState, { runKey, nowMs }: ClaimInput): Claim["outcome"] {
  if (runKey !== null && finishedRuns.includes(runKey)) return "repeated";
  if (lastRunMs === null || nowMs > lastRunMs) return "done";
  return nowMs === lastRunMs ? "repeated" : "late";
}
