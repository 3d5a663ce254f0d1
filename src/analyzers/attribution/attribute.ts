import type { Finding } from "../../model/finding.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import type { Window } from "../../core/window.ts";
import { logSides, type LogSide, type LogSides } from "../shared/log-sides.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";
import { bothLogs, withSignature } from "./both-logs.ts";
import { explainErrors, type Explanation } from "./explain-errors.ts";
import { explainExecutions } from "./explain-executions.ts";
import { explainLatency, isLatency } from "./explain-latency.ts";
import { explainMetrics } from "./explain-metrics.ts";
import { explainTraces } from "./explain-traces.ts";
import { changeSentence, likelyChange } from "./likely-change.ts";
import type { ErrorClass } from "./outcomes.ts";
import { toVerdict } from "./to-verdict.ts";
import { traceSignature } from "./trace-signature.ts";

const ERROR_CLASS: Readonly<Record<string, ErrorClass>> = {
  "errors/client-error-spike": 4,
  "errors/server-error-spike": 5,
  "websocket/client-errors": 4,
  "websocket/execution-errors": 5,
  "websocket/integration-errors": 5,
};

/**
 * The finding with its verdict: what all signals that were read of its time say of its cause. Where no log was read of the
 * incident and of the time before it, that is what metrics say. Its id, place, time and severity stay.
 */
export function attribute(finding: Finding, snapshot: Snapshot): Finding {
  const target = snapshot.targets.find(({ id }) => id === finding.target);
  if (target === undefined) return finding;
  const startMs = Date.parse(finding.startedAt);
  const endMs = finding.endedAt === null ? snapshot.window.endMs : Date.parse(finding.endedAt);
  const incident = { startMs, endMs };
  const errorClass = ERROR_CLASS[finding.analyzer];
  const access = accessExplanation(finding, target, snapshot, incident, errorClass);
  const execution =
    errorClass === undefined ? null : explainExecutions(finding, target, snapshot, incident, errorClass);
  const byTraces = errorClass === 5 ? traceSignature(target, snapshot, incident) : null;
  const explanation = withSignature(bothLogs(access, execution), byTraces);
  const byLogs =
    explanation === null
      ? explainMetrics(finding, target)
      : withExplanation(finding, explanation, deploymentNote(target, startMs));
  const told = explainTraces(byLogs, snapshot);
  const isSure = told.evidence.some(({ source }) => source !== "metrics");
  const change = likelyChange(told, target, snapshot, isSure);
  const detail = `${told.cause.detail}${changeSentence(change)}`;
  const full = { ...told, cause: { ...told.cause, detail } };
  return { ...full, verdict: toVerdict(full, explanation, change) };
}

function accessExplanation(
  finding: Finding,
  target: Target,
  snapshot: Snapshot,
  incident: Window,
  errorClass: ErrorClass | undefined,
): Explanation | null {
  if (errorClass === undefined && !isLatency(finding.analyzer)) return null;
  const sides = logSides(snapshot, target.id, incident);
  if (sides === null) return null;
  if (errorClass !== undefined)
    return explainErrors(finding, target, ofRoute(sides, finding.route), errorClass);
  return isLatency(finding.analyzer) ? explainLatency(finding.analyzer, sides, finding.route, target) : null;
}

function withExplanation(finding: Finding, explanation: Explanation, note: string): Finding {
  const { kind, detail, evidence, actions } = explanation;
  // What says to roll back stays first, what says to look into the log has been done.
  const kept = finding.actions.filter((action) =>
    /^(?:Consider rolling back|Compare what deployment)/.test(action),
  );
  return {
    ...finding,
    cause: { kind, detail: `${detail}${note}` },
    evidence: [...finding.evidence, ...evidence],
    actions: [...new Set([...kept, ...actions])],
  };
}

/** The requests of one route; what is not told by route stays as it is. */
function ofRoute(sides: LogSides, route: string | null): LogSides {
  if (route === null) return sides;
  const narrow = (side: LogSide): LogSide => {
    const counts = side.counts.filter((count) => count.route === route);
    return { ...side, counts, requests: counts.reduce((sum, { requests }) => sum + requests, 0) };
  };
  const narrowed = { ...sides, now: narrow(sides.now), before: narrow(sides.before) };
  return narrowed.now.requests === 0 || narrowed.before.requests === 0 ? sides : narrowed;
}
