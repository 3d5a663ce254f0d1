import type { Evidence, Finding } from "../../model/finding.ts";
import { formatCount, formatDuration, formatEvidence, formatLocal, formatUtc } from "./format.ts";

/** When a text is read: the window's end is "now", and the zone is the reader's, null where nobody knows who reads. */
export interface ReadAt {
  readonly nowMs: number;
  readonly timeZone: string | null;
}

/** The id, since commands take it, and the name where the id does not hold it. */
export function whereText({ target, route }: Finding, labels: ReadonlyMap<string, string>): string {
  const label = labels.get(target) ?? target;
  const place = label === target ? target : `${label} (${target})`;
  return route === null ? place : `${place}, route ${route}`;
}

export function sinceText(finding: Finding, at: ReadAt): string {
  const startMs = Date.parse(finding.startedAt);
  const started = `${clockText(startMs, at)}, ${formatDuration(at.nowMs - startMs)} before the end`;
  if (finding.endedAt === null) return `${started}; still going on`;
  const endMs = Date.parse(finding.endedAt);
  return `${started}; over at ${clockText(endMs, at)} after ${formatDuration(endMs - startMs)}`;
}

/** The date only where it is not the day of "now". */
function clockText(timeMs: number, { nowMs, timeZone }: ReadAt): string {
  const [utc, today] = [formatUtc(timeMs), formatUtc(nowMs)];
  const local = timeZone === null ? "" : formatLocal(timeMs, timeZone);
  const shown = utc.slice(0, 10) === today.slice(0, 10) ? utc.slice(11) : utc;
  return `${shown} UTC${local === "" ? "" : ` (${local} your time)`}`;
}

export function impactText({ impact, route }: Finding): string {
  const whole = route === null ? "target" : "route";
  const requests = formatCount(Math.round(impact.requests));
  return `${requests} requests, ${formatEvidence(impact.share, "ratio")} of the ${whole}'s in that time`;
}

export function evidenceText({ label, baseline, observed, unit, source }: Evidence): string {
  const seen = formatEvidence(observed, unit);
  const change = baseline === null ? seen : `${seen}, usually ${formatEvidence(baseline, unit)}`;
  return `${label}: ${change}${source === "metrics" ? "" : ` (${source})`}`;
}
