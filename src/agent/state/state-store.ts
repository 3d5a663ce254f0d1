import type { AgentState } from "../../model/agent-state.ts";

/** What a store holds. */
export interface StoredState {
  /** Empty where nothing was stored, or where what was stored is broken. */
  readonly state: AgentState;
  /** Names the very bytes that were read; null where there were none. */
  readonly version: string | null;
  /** What was broken, why, and where it was put. */
  readonly setAside: { readonly place: string; readonly why: string } | null;
}

/** Where an agent keeps what it must know in its next run. */
export interface StateStore {
  /** "s3://bucket/key", "/var/lib/gatewatch/state.json.gz". */
  readonly place: string;
  /** Broken state is set aside, not thrown. Errors: E_UNREACHABLE, E_ACCESS_DENIED. */
  read(): Promise<StoredState>;
  /**
   * Stores the state where what is stored is still of that version; null: nothing.
   *
   * Errors: E_CONFLICT where another run wrote meanwhile.
   * @returns the new version.
   */
  write(state: AgentState, version: string | null): Promise<string>;
  /** Keeps bytes that are no state beside the state, for a person to look at. @returns where. */
  setAside(raw: Uint8Array, why: string): Promise<string>;
}
