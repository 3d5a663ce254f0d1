import type { AgentEvent } from "../../model/agent-event.ts";
import type { TrackedIncident } from "../../model/agent-state.ts";
import type { Incident } from "../../model/incident.ts";
import { SEVERITY_RANK } from "../../model/severity-rank.ts";

/**
 * What is to be told of an incident, by what was told before; at most one event a run.
 *
 * While it is snoozed nothing is told but the end of what was told: what outlasts the snooze is opened at its end, what is
 * over by then never was. Severity only ever gets worse, and each cause is told once, so that one incident has few updates.
 *
 * @param isNew true: it began in this run, and is told of even where it is over already.
 */
export function newsOf(
  tracked: TrackedIncident,
  isNew: boolean,
  { nowMs, isSnoozed }: { readonly nowMs: number; readonly isSnoozed: (incident: Incident) => boolean },
): { readonly tracked: TrackedIncident; readonly event: AgentEvent | null } {
  const { incident, told } = tracked;
  const isOver = incident.state === "resolved";
  const isLasting = incident.state === "open";
  const say = (kind: AgentEvent["kind"], changes: string[] = []) => {
    const sequence = tracked.events + 1;
    const causes = [...new Set([...(told?.causes ?? []), incident.finding.cause.kind])];
    return {
      tracked: {
        ...tracked,
        events: sequence,
        told: { severity: incident.severity, causes, isResolved: isOver },
      },
      event: {
        schemaVersion: 1,
        id: `${incident.id}:${kind}:${sequence}`,
        kind,
        at: new Date(nowMs).toISOString(),
        incident,
        changes,
        reportUrl: null,
      } satisfies AgentEvent,
    };
  };
  const nothing = { tracked, event: null };

  if (told === null) return (isLasting || isNew) && !isSnoozed(incident) ? say("opened") : nothing;
  if (isOver) return told.isResolved ? nothing : say("resolved");
  if (isSnoozed(incident)) return nothing;
  if (told.isResolved) return isLasting ? say("reopened", changesOf(incident, told)) : nothing;
  const changes = changesOf(incident, told);
  return changes.length === 0 ? nothing : say("updated", changes);
}

function changesOf({ severity, finding }: Incident, told: NonNullable<TrackedIncident["told"]>): string[] {
  const changes: string[] = [];
  if (SEVERITY_RANK[severity] > SEVERITY_RANK[told.severity])
    changes.push(`${severity} now, was ${told.severity}`);
  const { kind } = finding.cause;
  if (kind !== "unknown" && !told.causes.includes(kind))
    changes.push(`cause: ${kind}, was ${told.causes.at(-1) ?? "unknown"}`);
  return changes;
}
