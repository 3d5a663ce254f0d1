import type { AccountReader } from "../../collectors/account-reader.ts";
import { scopesOf } from "../../collectors/scopes.ts";
import { errorMessage, ToolError } from "../../core/errors.ts";
import type { AgentState, PlaceState } from "../../model/agent-state.ts";
import type { Incident } from "../../model/incident.ts";
import type { Series } from "../../model/series.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { withoutScope } from "../incidents/without-scope.ts";
import type { AgentAccount } from "../run-once.ts";
import { watchPlace, type ReadTarget, type WatchContext, type Watched } from "./watch-place.ts";

/** A region of an account, and the reader that is open on it. */
export interface OpenPlace {
  readonly account: AgentAccount;
  readonly reader: AccountReader;
}

/** What a run saw, everywhere. Ids carry their scope. */
export interface WatchedEverywhere {
  readonly places: readonly SeenPlace[];
  /** All, those of which everything was read with their configuration. */
  readonly targets: readonly Target[];
  readonly series: readonly Series[];
  readonly blindSpots: readonly BlindSpot[];
  readonly isTruncated: boolean;
}

/** A place that could be looked at. */
export interface SeenPlace {
  readonly key: string;
  readonly region: string;
  readonly accountId: string | null;
  readonly scope: string;
  readonly state: PlaceState;
  readonly whole: readonly ReadTarget[];
}

const NEW_PLACE: PlaceState = { accountId: null, inventoryMs: null, targets: [] };

/**
 * All places side by side. One that fails leaves the others alone.
 *
 * @param context but for the targets in trouble, which are of each place.
 * Errors: the first place's where none could be looked at.
 */
export async function watchEverywhere(
  open: readonly OpenPlace[],
  state: AgentState,
  context: Omit<WatchContext, "inTrouble">,
): Promise<WatchedEverywhere> {
  const outcomes = await Promise.all(
    open.map(async ({ account, reader }) => {
      const before = state.places[account.key] ?? NEW_PLACE;
      const accountId = account.accountId ?? before.accountId;
      try {
        const inTrouble = troubleAt(state, account.region, accountId);
        const watched = await watchPlace(reader, before, { ...context, inTrouble });
        return { account, accountId: watched.place.accountId ?? accountId, watched, error: null };
      } catch (error) {
        return { account, accountId, watched: null, error };
      }
    }),
  );
  const failed = outcomes.find(({ watched }) => watched === null);
  if (failed !== undefined && outcomes.every(({ watched }) => watched === null)) throw failed.error;
  // A place that could not be asked was still looked at: its neighbours are prefixed as if it had answered.
  const scopes = scopesOf(outcomes.map(({ account, accountId }) => ({ accountId, region: account.region })));
  const parts = outcomes.map(({ account, accountId, watched, error }, at) => {
    const prefix = (scopes[at] ?? "") === "" ? "" : `${scopes[at]}/`;
    return watched === null
      ? {
          place: null,
          targets: [],
          series: [],
          blindSpots: [unreachable(account, error)],
          isTruncated: false,
        }
      : scoped(watched, prefix, { key: account.key, region: account.region, accountId, scope: prefix });
  });
  return {
    places: parts.flatMap(({ place }) => place ?? []),
    targets: parts.flatMap(({ targets }) => targets),
    series: parts.flatMap(({ series }) => series),
    blindSpots: parts.flatMap(({ blindSpots }) => blindSpots),
    isTruncated: parts.some(({ isTruncated }) => isTruncated),
  };
}

/** Targets of a place with an incident that is not over, without scope. */
function troubleAt({ incidents }: AgentState, region: string, accountId: string | null): Set<string> {
  const isHere = (incident: Incident): boolean =>
    incident.state !== "resolved" &&
    incident.region === region &&
    (accountId === null || incident.accountId === null || incident.accountId === accountId);
  return new Set(
    incidents.flatMap(({ incident }) => (isHere(incident) ? [withoutScope(incident.target)] : [])),
  );
}

function scoped(
  { place: state, whole: read, series, blindSpots, isTruncated }: Watched,
  prefix: string,
  place: Omit<SeenPlace, "state" | "whole">,
) {
  const named = (target: Target): Target => ({ ...target, id: `${prefix}${target.id}` });
  const whole = read.map((one) => ({ ...one, target: named(one.target) }));
  const isRead = new Set(read.map(({ target }) => target.id));
  return {
    place: { ...place, state, whole },
    targets: [
      ...whole.map(({ target }) => target),
      ...state.targets
        .filter(({ target }) => !isRead.has(target.id))
        .map(({ target }) => named({ ...target, configuration: null })),
    ],
    series: series.map((one) => ({ ...one, target: one.target === null ? null : `${prefix}${one.target}` })),
    blindSpots: blindSpots.map((spot) =>
      spot.target === null ? spot : { ...spot, target: `${prefix}${spot.target}` },
    ),
    isTruncated,
  };
}

function unreachable({ accountId, region }: AgentAccount, error: unknown): BlindSpot {
  // Not the role: its name is a principal, and is replaced in what is sent.
  const where = accountId === null ? region : `account ${accountId} in ${region}`;
  const code = error instanceof ToolError ? error.code.replace(/^E_/, "") : "INTERNAL";
  const hint = error instanceof ToolError ? (error.hint ?? "") : "Please report it.";
  return {
    source: "agent",
    target: null,
    code,
    hint: `${where} could not be looked at: ${errorMessage(error)}. ${hint}`.trim(),
  };
}
