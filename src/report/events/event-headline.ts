import type { AgentEvent } from "../../model/agent-event.ts";

const KIND_WORDS: Readonly<Record<AgentEvent["kind"], string>> = {
  opened: "New",
  updated: "Changed",
  resolved: "Resolved",
  reopened: "Back",
};

/** One line for a subject, a notification, a log: what happened, how bad, what, where. Texts as they came: escape it for its place. */
export function eventHeadline({ kind, incident }: AgentEvent): string {
  const severity = kind === "resolved" ? "" : ` ${incident.severity}`;
  return `${KIND_WORDS[kind]}${severity}: ${incident.finding.title} (${incident.target})`;
}
