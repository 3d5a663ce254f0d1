import { decodeState } from "./decode-state.ts";
import { EMPTY_STATE } from "./empty-state.ts";
import type { StateStore, StoredState } from "./state-store.ts";

/** What a store makes of the bytes that it holds; null: none. Broken ones are set aside. */
export async function stateFrom(
  found: { readonly bytes: Uint8Array; readonly version: string } | null,
  setAside: StateStore["setAside"],
): Promise<StoredState> {
  if (found === null) return { state: EMPTY_STATE, version: null, setAside: null };
  const { state, why } = decodeState(found.bytes);
  const { version } = found;
  if (why === null) return { state, version, setAside: null };
  return { state, version, setAside: { place: await setAside(found.bytes, why), why } };
}
