import { ToolError } from "../core/errors.ts";
import type { BlindSpot } from "../model/snapshot.ts";
import type { AccountReader, OnProgress, TargetFilter } from "./account-reader.ts";
import { findTargets, type FoundTargets } from "./find-targets.ts";
import { scopesOf } from "./scopes.ts";

/** A reader that could be asked, and what it shows; target ids carry their scope. */
export interface Reached extends FoundTargets {
  readonly reader: AccountReader;
}

/**
 * The targets of all readers, side by side.
 *
 * Errors: E_CREDENTIALS where no reader has credentials that work; E_NOTHING_READABLE where no reader could see
 * whether anything exists.
 */
export async function findEverywhere(
  readers: readonly AccountReader[],
  filter: TargetFilter,
  onProgress: OnProgress,
): Promise<{ readonly reached: readonly Reached[]; readonly blindSpots: readonly BlindSpot[] }> {
  const outcomes = await Promise.all(readers.map((reader) => findOrRefuse(reader, filter, onProgress)));
  const reached = outcomes.flatMap((outcome) => (outcome instanceof ToolError ? [] : [outcome]));
  const refused = outcomes.filter((outcome) => outcome instanceof ToolError);
  if (reached.length === 0 && refused[0] !== undefined) throw refused[0];
  if (reached.every(({ isBlind }) => isBlind)) throw nothingReadable(reached);

  const places = await Promise.all(
    reached.map(async ({ reader }) => ({ accountId: await reader.accountId(), region: reader.region })),
  );
  // What could not be asked was still looked at: its neighbours are prefixed as if it had answered.
  const unreachable = readers
    .filter((reader) => reached.every((one) => one.reader !== reader))
    .map(({ expectedAccountId = null, region }) => ({ accountId: expectedAccountId, region }));
  const scopes = scopesOf([...places, ...unreachable]);
  const scoped = reached.map((one, index) => withScope(one, scopes[index] ?? ""));
  return {
    reached: scoped,
    blindSpots: [
      ...refused.map((error): BlindSpot => {
        const hint = error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
        return { source: "inventory", target: null, code: "NO_CREDENTIALS", hint };
      }),
      ...scoped.flatMap(({ blindSpots }) => blindSpots),
    ],
  };
}

/** Lack of credentials is one region's outcome until it is everybody's. */
async function findOrRefuse(
  reader: AccountReader,
  filter: TargetFilter,
  onProgress: OnProgress,
): Promise<Reached | ToolError> {
  try {
    return { reader, ...(await findTargets(reader, filter, onProgress)) };
  } catch (error) {
    if (error instanceof ToolError && error.code === "E_CREDENTIALS") return error;
    throw error;
  }
}

function nothingReadable(reached: readonly Reached[]): ToolError {
  const regions = reached.map(({ reader }) => reader.region).join(", ");
  const [first] = reached.flatMap(({ blindSpots }) => blindSpots);
  return new ToolError(
    "E_NOTHING_READABLE",
    `nothing could be read in ${regions}${first === undefined ? "" : ` (${first.code})`}: neither the APIs nor their metrics could be listed`,
    first === undefined ? {} : { hint: first.hint },
  );
}

function withScope(one: Reached, scope: string): Reached {
  if (scope === "") return one;
  return {
    ...one,
    targets: one.targets.map((target) => ({ ...target, id: `${scope}/${target.id}` })),
    blindSpots: one.blindSpots.map((spot) =>
      spot.target === null ? spot : { ...spot, target: `${scope}/${spot.target}` },
    ),
  };
}
