import { namesCalledRequest } from "../catalog/request-id-variables.ts";
import { ceilTo, floorTo, MINUTE_MS, type Window } from "../core/window.ts";
import type { Finding } from "../model/finding.ts";
import type { Snapshot } from "../model/snapshot.ts";
import type { Target } from "../model/target.ts";

interface TraceSpanAsked {
  readonly target: Target;
  /** Whole minutes. */
  readonly window: Window;
}

/** Whoever has more in trouble at once looks at the worst first. */
const MOST_TARGETS = 10;
const MOST_FINDINGS = 2;
/** A sample of these minutes says what one of the whole would. */
const LONGEST_MS = 30 * MINUTE_MS;
/** Detection may be late by as much: what is this near before an incident is not surely quiet. */
const MARGIN_MS = 5 * MINUTE_MS;

/** Traces tell where time goes and what fails with a fault; of clients' errors and of traffic they say nothing. */
export function isTraced({ analyzer }: Finding): boolean {
  return analyzer.startsWith("latency/") || isFailure(analyzer);
}

/** Requests fail, and not by their sender's fault. */
export function isFailure(analyzer: string): boolean {
  return (
    analyzer === "errors/server-error-spike" ||
    analyzer === "websocket/execution-errors" ||
    analyzer === "websocket/integration-errors"
  );
}

/**
 * Which traces are to be asked for after a first look at the metrics: for each finding that they may explain a span of the
 * incident, and one of the quiet time before it. Stages that are known not to be traced are not asked about.
 *
 * @param findings worst first, as analyze gives them.
 */
export function traceQuestions(snapshot: Snapshot, findings: readonly Finding[]): TraceSpanAsked[] {
  const wanted = findings.filter(isTraced);
  const targets = [...new Set(wanted.map(({ target }) => target))]
    .flatMap((id) => snapshot.targets.find((target) => target.id === id) ?? [])
    .filter(mayBeTraced)
    .slice(0, MOST_TARGETS);
  return targets.flatMap((target) => {
    const all = findings.filter((finding) => finding.target === target.id);
    const incidents = all.map((finding) => incidentOf(finding, snapshot.window.endMs));
    return wanted
      .filter((finding) => finding.target === target.id)
      .slice(0, MOST_FINDINGS)
      .flatMap((finding) => {
        const incident = incidentOf(finding, snapshot.window.endMs);
        const lengthMs = Math.min(LONGEST_MS, incident.endMs - incident.startMs);
        const window = { startMs: incident.startMs, endMs: incident.startMs + lengthMs };
        return [window, quietBefore(incident.startMs, LONGEST_MS, incidents)].map((span) => ({
          target,
          window: span,
        }));
      });
  });
}

/** A REST API's stage with tracing on, or functions of which the access log has the request ids. */
function mayBeTraced({ kind, configuration }: Target): boolean {
  if (configuration === null) return kind === "rest";
  if (kind === "rest") return configuration.tracing;
  return namesCalledRequest(configuration.accessLog?.format ?? "");
}

function incidentOf({ startedAt, endedAt }: Finding, nowMs: number): Window {
  const startMs = floorTo(Date.parse(startedAt), MINUTE_MS);
  const endMs = endedAt === null ? nowMs : Math.min(nowMs, ceilTo(Date.parse(endedAt), MINUTE_MS));
  return { startMs, endMs: Math.max(startMs + MINUTE_MS, endMs) };
}

/** The nearest span of that length that ends before any incident begins which it would touch. */
function quietBefore(startMs: number, lengthMs: number, incidents: readonly Window[]): Window {
  let endMs = startMs - MARGIN_MS;
  for (const other of incidents.toSorted((left, right) => right.endMs - left.endMs)) {
    const touches = other.startMs < endMs && other.endMs > endMs - lengthMs;
    if (touches) endMs = Math.min(endMs, other.startMs - MARGIN_MS);
  }
  return { startMs: endMs - lengthMs, endMs };
}
