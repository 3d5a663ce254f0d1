import { gzipSync } from "node:zlib";

import type { AgentState } from "../../model/agent-state.ts";

/** The state as it is stored, JSON in gzip. The same state gives the same bytes. */
export function encodeState(state: AgentState): Uint8Array {
  return gzipSync(JSON.stringify(state));
}
