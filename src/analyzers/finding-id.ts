import { hashText } from "../core/hash.ts";
import { floorTo, HOUR_MS } from "../core/window.ts";
import type { Finding } from "../model/finding.ts";

/** Starts are located anew in every run and move by minutes as datapoints arrive; a quarter of a day holds nearly all of that. */
const SAME_MS = 6 * HOUR_MS;

/**
 * A name for an incident that stays the same from run to run: analyzer, target, route, and the quarter of the day
 * (UTC) in which it began. Two incidents of one kind at one place within six hours share it; within a run the
 * later one gets a suffix (see analyze).
 */
export function findingId({
  analyzer,
  target,
  route,
  startedAt,
}: Pick<Finding, "analyzer" | "target" | "route" | "startedAt">): string {
  const quarter = floorTo(Date.parse(startedAt), SAME_MS);
  const text = JSON.stringify([analyzer, target, route, quarter]);
  return `${analyzer.replaceAll("/", "-")}-${hashText(text).toString(16).padStart(8, "0")}`;
}
