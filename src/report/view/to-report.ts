import { compareText } from "../../core/order.ts";
import { MINUTE_MS, type Window } from "../../core/window.ts";
import { groupFindings } from "../../model/group-findings.ts";
import type { Finding } from "../../model/finding.ts";
import type { LogSlice } from "../../model/log-slice.ts";
import type { Health, LogRead, Report, TargetReport } from "../../model/report.ts";
import type { Series } from "../../model/series.ts";
import type { BlindSpot, Snapshot } from "../../model/snapshot.ts";
import type { Target } from "../../model/target.ts";
import { goldenSignals } from "./golden-signals.ts";
import { stageSeriesByTarget } from "./signal-series.ts";

/**
 * What `gatewatch report --format json` prints: the same bytes whatever the order of targets, series and blind spots.
 *
 * @param findings worst first, as analyze gives them.
 */
export function toReport(snapshot: Snapshot, findings: readonly Finding[], toolVersion: string): Report {
  const series = stageSeriesByTarget(snapshot.series);
  const targets = snapshot.targets.map((target) =>
    toTargetReport(target, series.get(target.id) ?? [], findings, snapshot),
  );
  return {
    schemaVersion: 1,
    tool: { name: "gatewatch", version: toolVersion },
    window: isoWindow(snapshot.window),
    baseline: isoWindow(snapshot.baseline),
    targets: targets.sort(
      (left, right) => HEALTH_RANK[left.health] - HEALTH_RANK[right.health] || compareText(left.id, right.id),
    ),
    findings: [...findings],
    incidents: groupFindings(findings, snapshot.targets),
    logs: snapshot.logs
      .map(toLogRead)
      .sort((left, right) => compareText(left.target, right.target) || compareText(left.start, right.start)),
    blindSpots: [...snapshot.blindSpots].sort((left, right) => compareText(blindKey(left), blindKey(right))),
    cost: snapshot.cost,
  };
}

const HEALTH_RANK: Readonly<Record<Health, number>> = { critical: 0, degraded: 1, unknown: 2, healthy: 3 };

function toTargetReport(
  target: Target,
  series: readonly Series[],
  findings: readonly Finding[],
  { window, settledMs }: Snapshot,
): TargetReport {
  const { id, kind, apiId, apiName, stage, region, accountId } = target;
  const signals = goldenSignals({ kind, series }, window);
  const own = findings.filter((finding) => finding.target === id);
  const isSettled = settledMs - window.startMs >= MINUTE_MS;
  const hasData = isSettled && ((signals.requests ?? 0) > 0 || signals.latencyMs !== null);
  return { id, kind, apiId, apiName, stage, region, accountId, health: healthOf(own, hasData), ...signals };
}

/**
 * Critical only while a critical finding lasts; any other warning or critical finding of the window makes it
 * degraded. Unknown where nothing was found because there was nothing final to look at.
 */
function healthOf(findings: readonly Finding[], hasData: boolean): Health {
  if (findings.some(({ severity, endedAt }) => severity === "critical" && endedAt === null))
    return "critical";
  if (findings.some(({ severity }) => severity !== "info")) return "degraded";
  return hasData ? "healthy" : "unknown";
}

function toLogRead({ target, engine, sampledShare, isComplete, requests, ...span }: LogSlice): LogRead {
  return { target, ...isoWindow(span), engine, sampledShare, isComplete, requests };
}

function isoWindow(window: Window): { start: string; end: string } {
  return { start: new Date(window.startMs).toISOString(), end: new Date(window.endMs).toISOString() };
}

function blindKey(spot: BlindSpot): string {
  return JSON.stringify([spot.source, spot.code, spot.target, spot.hint]);
}
