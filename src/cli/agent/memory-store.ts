import { EMPTY_STATE } from "../../agent/state/empty-state.ts";
import type { StateStore } from "../../agent/state/state-store.ts";
import { ToolError } from "../../core/errors.ts";
import type { AgentState } from "../../model/agent-state.ts";

/** A state that ends with the process: what is simulated is nothing to remember. */
export function memoryStore(): StateStore {
  let state: AgentState = EMPTY_STATE;
  let writes = 0;
  const version = (): string | null => (writes === 0 ? null : String(writes));
  return {
    place: "memory",
    read: async () => ({ state, version: version(), setAside: null }),
    write: async (next, expected) => {
      if (expected !== version()) {
        throw new ToolError("E_CONFLICT", "another run wrote the agent's state meanwhile");
      }
      state = next;
      writes += 1;
      return String(writes);
    },
    setAside: async () => "nowhere",
  };
}
