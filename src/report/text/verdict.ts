import type { Report } from "../../model/report.ts";
import { plural } from "./plural.ts";

/** The one sentence to read if no more is read. */
export function verdict(report: Report): string {
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
