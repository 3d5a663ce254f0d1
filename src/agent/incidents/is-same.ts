import { MINUTE_MS } from "../../core/window.ts";
import type { TrackedIncident } from "../../model/agent-state.ts";
import type { Finding } from "../../model/finding.ts";

/** What begins this close together is one event, however many analyzers see it. */
const TOGETHER_MS = 15 * MINUTE_MS;
/** Ends are as uncertain as detection is slow: what follows within this time touches. */
const TOUCHING_MS = 15 * MINUTE_MS;

/** How much speaks for a finding being of an incident: the more, the better; 0: it is another one. */
type Kinship = 0 | 1 | 2 | 3;

/**
 * Whether a finding is of an incident of the same target: at the same place, at the same time, and of the same kind (3: the
 * same analyzer and route; 2: a relative of it), or begun together with it or by the same known cause (1), since one
 * outage shows itself as errors, latency and missing traffic, one after the other.
 *
 * @param incident of the same target.
 * @param untilMs for how long after its end an incident is taken up again.
 */
export function kinship(incident: TrackedIncident, finding: Finding, untilMs: number): Kinship {
  let best: Kinship = 0;
  for (const sign of incident.signs) {
    if (!isAtSamePlace(sign, finding) || !isAtSameTime(sign, finding, incident, untilMs)) continue;
    const kin = kinOf(sign, finding, incident.calmSinceMs === null);
    if (kin > best) best = kin;
  }
  return best;
}

function kinOf(sign: Finding, finding: Finding, isOn: boolean): Kinship {
  if (sign.analyzer === finding.analyzer && sign.route === finding.route) return 3;
  if (kindOf(sign) === kindOf(finding)) return 2;
  const apartMs = Math.abs(Date.parse(sign.startedAt) - Date.parse(finding.startedAt));
  const isSameCause = sign.cause.kind !== "unknown" && sign.cause.kind === finding.cause.kind;
  return apartMs <= TOGETHER_MS || (isOn && isSameCause) ? 1 : 0;
}

/** The analyzer's family; but refused clients and failing servers are two things, though both are errors. */
function kindOf({ analyzer }: Finding): string {
  const [family = ""] = analyzer.split("/");
  return family === "errors" ? analyzer : family;
}

/** A stage as a whole holds all of its routes. */
function isAtSamePlace(sign: Finding, finding: Finding): boolean {
  return sign.route === finding.route || sign.route === null || finding.route === null;
}

function isAtSameTime(sign: Finding, finding: Finding, incident: TrackedIncident, untilMs: number): boolean {
  const lastMs = incident.calmSinceMs ?? (sign.endedAt === null ? Infinity : Date.parse(sign.endedAt));
  const endMs = finding.endedAt === null ? Infinity : Date.parse(finding.endedAt);
  const slackMs = incident.calmSinceMs === null ? TOUCHING_MS : Math.max(TOUCHING_MS, untilMs);
  return (
    Date.parse(finding.startedAt) <= lastMs + slackMs && Date.parse(sign.startedAt) <= endMs + TOUCHING_MS
  );
}
