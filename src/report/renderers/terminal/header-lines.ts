import type { Report } from "../../../model/report.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { formatDuration, formatLocal, formatUtc } from "../../text/format.ts";
import { wrapText } from "../../text/wrap.ts";
import type { Page } from "./page.ts";

const ORIGINS: Readonly<Record<Snapshot["origin"], string>> = {
  aws: "live from AWS",
  recorded: "from a recording",
  exported: "from exported metrics",
  demo: "embedded demo",
};

/** What was looked at, and the one sentence to read if no more is read. */
export function headerLines(report: Report, origin: Snapshot["origin"], page: Page): string[] {
  const [startMs, endMs] = [Date.parse(report.window.start), Date.parse(report.window.end)];
  const baselineMs = Date.parse(report.baseline.end) - Date.parse(report.baseline.start);
  const local = formatLocal(endMs, page.timeZone);
  const until = formatUtc(endMs).slice(sameDay(startMs, endMs) ? 11 : 0);
  const clock = local === "" ? "" : ` (${local} your time)`;
  const baseline = baselineMs > 0 ? `baseline ${formatDuration(baselineMs)}` : "no baseline";
  const lengths = `(${formatDuration(endMs - startMs)}, ${baseline})`;
  const looked = `${formatUtc(startMs)} to ${until} UTC${clock} ${lengths}, ${ORIGINS[origin]}`;
  return [
    ...wrapText(`Gatewatch ${looked}`, page.width).map((line) => page.paint.dim(line)),
    ...wrapText(verdict(report), page.width).map((line) => page.paint.bold(line)),
  ];
}

function verdict(report: Report): string {
  const { targets, findings, blindSpots } = report;
  const count = (health: string): number => targets.filter((target) => target.health === health).length;
  const blind = blindSpots.length > 0 ? ` ${plural(blindSpots.length, "blind spot")}.` : "";
  if (targets.length === 0) return `No API was found to look at.${blind}`;
  const parts = ["critical", "degraded", "unknown", "healthy"]
    .filter((health) => count(health) > 0)
    .map((health) => `${count(health)} ${health}`);
  const all = `${plural(targets.length, "target")}: ${parts.join(", ")}.`;
  if (findings.length > 0) return `${all} ${plural(findings.length, "finding")}, worst first below.${blind}`;
  if (count("healthy") === targets.length) {
    const one = targets.length === 1 ? "The one target is" : `All ${targets.length} targets are`;
    // What could not be looked at may need somebody yet.
    return `${one} healthy${blindSpots.length > 0 ? "." : ": nothing to do."}${blind}`;
  }
  if (count("unknown") === targets.length) return `${all} Nothing could be judged.${blind}`;
  return `${all} Nothing was found wrong.${blind}`;
}

/** "1 finding", "3 findings". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function sameDay(leftMs: number, rightMs: number): boolean {
  return formatUtc(leftMs).slice(0, 10) === formatUtc(rightMs).slice(0, 10);
}
