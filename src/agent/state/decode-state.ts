import { gunzipSync } from "node:zlib";

import { z } from "zod";

import { errorMessage, ToolError } from "../../core/errors.ts";
import { agentStateSchema, trackedIncidentSchema, type AgentState } from "../../model/agent-state.ts";
import { EMPTY_STATE } from "./empty-state.ts";

/** More than the bounds of a state allow; what unpacks to more is none. */
const MOST_BYTES = 256 * 1_048_576;

/** What can be saved of a state of which a part is broken. */
const partsSchema = z.object({
  lastRunMs: agentStateSchema.shape.lastRunMs.catch(null),
  finishedRuns: agentStateSchema.shape.finishedRuns.catch([]),
  redactionKey: z.string().catch(""),
  incidents: z.array(z.unknown()).catch([]),
  outbox: z.array(z.unknown()).catch([]),
});

/**
 * The state that bytes hold. Of broken ones what is whole: incidents and what is still to be told one by one; what was learned
 * is learned again.
 *
 * @returns `why` null where all is well.
 * Errors: E_BAD_INPUT where a newer version wrote it: that is to be kept, not put aside.
 */
export function decodeState(bytes: Uint8Array): { readonly state: AgentState; readonly why: string | null } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }).toString("utf8"));
  } catch (error) {
    return { state: EMPTY_STATE, why: errorMessage(error) };
  }
  const version = z.object({ schemaVersion: z.number() }).safeParse(parsed).data?.schemaVersion;
  if (version !== undefined && version > EMPTY_STATE.schemaVersion) {
    throw new ToolError(
      "E_BAD_INPUT",
      `the agent's state is of version ${version}; this gatewatch knows up to ${EMPTY_STATE.schemaVersion}`,
      { hint: "Run the newer gatewatch that wrote it, or give this one a state of its own." },
    );
  }
  const whole = agentStateSchema.safeParse(parsed);
  if (whole.success) return { state: whole.data, why: null };
  const why = z.prettifyError(whole.error).split("\n", 2).join(" ");
  const parts = partsSchema.safeParse(parsed).data;
  if (parts === undefined) return { state: EMPTY_STATE, why };
  const { outbox } = agentStateSchema.shape;
  return {
    state: {
      ...EMPTY_STATE,
      ...parts,
      incidents: parts.incidents.flatMap((one) => trackedIncidentSchema.safeParse(one).data ?? []),
      outbox: parts.outbox.flatMap((one) => outbox.element.safeParse(one).data ?? []),
    },
    why,
  };
}
