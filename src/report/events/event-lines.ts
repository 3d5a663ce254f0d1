import type { AgentEvent } from "../../model/agent-event.ts";
import { escapeText } from "../text/escape.ts";
import { formatCount, formatDuration, formatEvidence, formatUtc } from "../text/format.ts";
import { wrapLabelled, wrapText } from "../text/wrap.ts";
import { eventHeadline } from "./event-headline.ts";

/** What mail programs and terminals show without breaking lines themselves. */
const WIDTH = 76;
const LABEL_WIDTH = 9;
const EVIDENCE_SHOWN = 4;

/** One event for people, as plain text: what happened, where, since when, why, the proof, what to do. */
export function eventLines(event: AgentEvent): string[] {
  const { incident, changes, reportUrl } = event;
  const { finding } = incident;
  const isOver = event.kind === "resolved";
  return [
    ...wrapText(escapeText(eventHeadline(event)), WIDTH),
    "",
    ...field("Where", placeText(event)),
    ...field("Since", sinceText(event)),
    ...changes.flatMap((change) => field("Changed", change)),
    ...field("Cause", `${finding.cause.kind}: ${finding.cause.detail}`),
    ...field("Impact", impactText(event)),
    "",
    ...wrapText(escapeText(finding.summary), WIDTH),
    "",
    ...finding.evidence.slice(0, EVIDENCE_SHOWN).flatMap(({ label, baseline, observed, unit }, index) => {
      const usual = baseline === null ? "" : `, usually ${formatEvidence(baseline, unit)}`;
      return field(index === 0 ? "Proof" : "", `${label}: ${formatEvidence(observed, unit)}${usual}`);
    }),
    ...(isOver ? [] : finding.actions).flatMap((action, index) =>
      field(index === 0 ? "Next" : "", `${index + 1}. ${action}`),
    ),
    // An address that is broken into lines cannot be followed.
    ...(reportUrl === null ? [] : [`${"Report".padEnd(LABEL_WIDTH)}${escapeText(reportUrl)}`]),
    `${"Incident".padEnd(LABEL_WIDTH)}${escapeText(incident.id)}`,
  ];
}

function placeText({ incident: { target, route, accountId, region } }: AgentEvent): string {
  const account = accountId === null ? region : `account ${accountId}, ${region}`;
  return `${target}${route === null ? "" : `, route ${route}`} (${account})`;
}

function sinceText({ at, incident }: AgentEvent): string {
  const openedMs = Date.parse(incident.openedAt);
  const endMs = incident.resolvedAt === null ? null : Date.parse(incident.resolvedAt);
  const length = formatDuration((endMs ?? Date.parse(at)) - openedMs);
  const flaps =
    incident.flaps === 0 ? "" : `; came back ${incident.flaps === 1 ? "once" : `${incident.flaps} times`}`;
  const since = `${formatUtc(openedMs)} UTC`;
  return `${endMs === null ? `${since}, ${length} so far` : `${since}, over after ${length}`}${flaps}`;
}

function impactText({ incident: { finding } }: AgentEvent): string {
  const whole = finding.route === null ? "target" : "route";
  const requests = formatCount(Math.round(finding.impact.requests));
  return `${requests} requests, ${formatEvidence(finding.impact.share, "ratio")} of the ${whole}'s in that time`;
}

function field(label: string, text: string): string[] {
  return wrapLabelled(label.padEnd(LABEL_WIDTH), escapeText(text), WIDTH);
}
