import type { Report } from "../../model/report.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { formatDuration, formatLocal, formatUtc } from "./format.ts";

const ORIGINS: Readonly<Record<Snapshot["origin"], string>> = {
  aws: "live from AWS",
  recorded: "from a recording",
  exported: "from exported metrics",
  demo: "embedded demo",
};

/**
 * Which time was looked at, and where it came from: "2026-11-20 12:00 to 15:00 UTC (3h, baseline 14d), live from AWS".
 *
 * @param timeZone of the reader; null where nobody knows who reads.
 */
export function lookedAt(report: Report, origin: Snapshot["origin"], timeZone: string | null): string {
  const [startMs, endMs] = [Date.parse(report.window.start), Date.parse(report.window.end)];
  const baselineMs = Date.parse(report.baseline.end) - Date.parse(report.baseline.start);
  const local = timeZone === null ? "" : formatLocal(endMs, timeZone);
  const until = formatUtc(endMs).slice(sameDay(startMs, endMs) ? 11 : 0);
  const clock = local === "" ? "" : ` (${local} your time)`;
  const baseline = baselineMs > 0 ? `baseline ${formatDuration(baselineMs)}` : "no baseline";
  const lengths = `(${formatDuration(endMs - startMs)}, ${baseline})`;
  return `${formatUtc(startMs)} to ${until} UTC${clock} ${lengths}, ${ORIGINS[origin]}`;
}

function sameDay(leftMs: number, rightMs: number): boolean {
  return formatUtc(leftMs).slice(0, 10) === formatUtc(rightMs).slice(0, 10);
}
