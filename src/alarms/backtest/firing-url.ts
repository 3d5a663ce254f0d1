import { metricsConsoleUrl } from "../../catalog/console-urls.ts";
import type { Window } from "../../core/window.ts";
import type { MetricReference } from "../evaluate/alarm-plan.ts";

const AROUND_MS = 30 * 60_000;
/** A link with more would be longer than what browsers and mail programs take. */
const MOST_METRICS = 5;

/** A graph of what the alarm watches, from half an hour before to half an hour after; null where no region is known. */
export function firingUrl(
  region: string | null,
  references: readonly MetricReference[],
  { startMs, endMs }: Window,
): string | null {
  if (region === null || references.length === 0) return null;
  const span = { startMs: startMs - AROUND_MS, endMs: endMs + AROUND_MS };
  return metricsConsoleUrl(region, references.slice(0, MOST_METRICS), span);
}
