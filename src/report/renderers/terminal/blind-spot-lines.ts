import type { BlindSpot } from "../../../model/snapshot.ts";
import { escapeText } from "../../text/escape.ts";
import { wrapLabelled } from "../../text/wrap.ts";
import type { Page } from "./page.ts";

/** How many targets of one kind of blind spot are named before they are only counted. */
const NAMED = 3;

/** What could not be looked at. The same trouble on many targets is told once. */
export function blindSpotLines(blindSpots: readonly BlindSpot[], page: Page): string[] {
  if (blindSpots.length === 0) return [];
  const groups = new Map<string, BlindSpot[]>();
  for (const spot of blindSpots) groups.set(groupKey(spot), [...(groups.get(groupKey(spot)) ?? []), spot]);
  return [
    page.paint.bold("BLIND SPOTS: what could not be looked at"),
    ...[...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const where = targetsText(group.flatMap(({ target }) => target ?? []));
      const text = `${first.source} ${first.code}${where}: ${first.hint}`;
      return wrapLabelled(" - ", escapeText(text), page.width);
    }),
    "",
  ];
}

function groupKey({ source, code, hint }: BlindSpot): string {
  return JSON.stringify([source, code, hint]);
}

function targetsText(targets: readonly string[]): string {
  if (targets.length === 0) return "";
  const more = targets.length > NAMED ? ` and ${targets.length - NAMED} more` : "";
  return ` (${targets.slice(0, NAMED).join(", ")}${more})`;
}
