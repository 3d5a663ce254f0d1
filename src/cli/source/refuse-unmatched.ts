import { matchesApi } from "../../collectors/match-filter.ts";
import { nearestName } from "../../core/did-you-mean.ts";
import { ToolError } from "../../core/errors.ts";
import { compareText } from "../../core/order.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Asked } from "./selection.ts";

/** How many names a hint lists; an account may have hundreds. */
const LISTED = 12;

/** What there is to choose from. */
interface Stage {
  readonly apiName: string | null;
  readonly apiId: string | null;
  readonly stage: string;
}

/**
 * Refuses patterns that match none of the stages there are: a misspelt one must not read as "nothing is wrong".
 *
 * Errors: E_USAGE, with the nearest name and those there are.
 */
export function refuseUnmatched({ api, stage }: Asked, all: readonly Stage[], matching: number): void {
  if (matching > 0 || all.length === 0 || (api === null && stage === null)) return;
  const filter = { api, stage };
  const ofApi = all.filter(({ apiName, apiId }) => matchesApi(filter, apiName, apiId));
  // The half of the question that is right needs no list.
  const hint =
    ofApi.length === 0
      ? namesHint(
          "APIs",
          api,
          all.map(({ apiName, apiId }) => apiName ?? apiId ?? ""),
        )
      : namesHint(
          "Stages",
          stage,
          ofApi.map((one) => one.stage),
        );
  throw new ToolError("E_USAGE", `nothing matches ${asText(api, stage)}`, {
    hint,
  });
}

/**
 * The same for an account that was read by the pattern: what else it holds is not known then. A failed call
 * may be why nothing was found, and stays a blind spot.
 */
export function refuseNothingFound({ api, stage }: Asked, { targets, blindSpots }: Snapshot): void {
  if (targets.length > 0 || (api === null && stage === null)) return;
  if (blindSpots.some(({ code }) => code !== "NOTHING_FOUND")) return;
  throw new ToolError("E_USAGE", `nothing matches ${asText(api, stage)}`, {
    details: blindSpots.map(({ hint }) => hint),
    hint: "Leave the pattern out to see what there is.",
  });
}

function asText(api: string | null, stage: string | null): string {
  return [api === null ? "" : `API "${api}"`, stage === null ? "" : `stage "${stage}"`]
    .filter((part) => part !== "")
    .join(" with ");
}

function namesHint(label: string, typed: string | null, names: readonly string[]): string {
  const known = [...new Set(names)].sort(compareText);
  const nearest = nearestName(typed ?? "", known);
  const more = known.length > LISTED ? ` and ${known.length - LISTED} more` : "";
  const all = `${label} there are: ${known.slice(0, LISTED).join(", ")}${more}.`;
  return nearest === undefined ? all : `Did you mean "${nearest}"? ${all}`;
}
