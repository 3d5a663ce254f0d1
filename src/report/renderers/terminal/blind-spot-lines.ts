import type { BlindSpot } from "../../../model/snapshot.ts";
import { escapeText } from "../../text/escape.ts";
import { wrapLabelled } from "../../text/wrap.ts";
import { blindSpotGroups } from "../../view/blind-spot-groups.ts";
import type { Page } from "./page.ts";

/** How many targets of one kind of blind spot are named before they are only counted. */
const NAMED = 3;

/** What could not be looked at. */
export function blindSpotLines(blindSpots: readonly BlindSpot[], page: Page): string[] {
  if (blindSpots.length === 0) return [];
  return [
    page.paint.bold("BLIND SPOTS: what could not be looked at"),
    ...blindSpotGroups(blindSpots).flatMap(({ spot, targets }) => {
      const text = `${spot.source} ${spot.code}${targetsText(targets)}: ${spot.hint}`;
      return wrapLabelled(" - ", escapeText(text), page.width);
    }),
    "",
  ];
}

function targetsText(targets: readonly string[]): string {
  if (targets.length === 0) return "";
  const more = targets.length > NAMED ? ` and ${targets.length - NAMED} more` : "";
  return ` (${targets.slice(0, NAMED).join(", ")}${more})`;
}
