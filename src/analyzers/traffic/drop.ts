import type { Measure } from "../../catalog/metrics.ts";
import type { Severity } from "../../model/finding.ts";
import type { Analyzer, AnalyzerInput, FindingDraft } from "../analyzer.ts";
import { confidenceOf } from "../shared/confidence.ts";
import { countHoles } from "../shared/count-holes.ts";
import { graphLink } from "../shared/graph-link.ts";
import { timeAt, type Grid } from "../shared/grid.ts";
import { isCutShort } from "../shared/is-cut-short.ts";
import { isUnread } from "../shared/is-unread.ts";
import { isoTime } from "../shared/iso-time.ts";
import { deploymentNote } from "../shared/recent-deployment.ts";
import { routesWithMetrics, type Scope } from "../shared/scope.ts";
import { extraNats } from "../shared/share-gates.ts";
import { findSilence } from "../shared/silence.ts";
import { trafficCounts, type TrafficCounts } from "../shared/traffic-counts.ts";
import { fitTraffic, type TrafficModel } from "../shared/traffic-model.ts";
import { scanTraffic, trafficThreshold } from "../shared/traffic-scan.ts";
import type { TrafficStretch } from "../shared/traffic-stretch.ts";
import { formatCount, formatShare, formatSpan, formatWhen } from "../shared/wording.ts";

interface RouteDrop extends TrafficStretch {
  readonly route: string | null;
  readonly measure: Measure;
  readonly days: number;
}

/** A route speaks for the stage when it lost this share of what the stage lost. */
const MOST = 0.7;
const SILENT = 0.9;
const LEAST_LOST_CRITICAL = 100;
/** Where the counts are lacking in this share of the silent periods, it is not the requests that are. */
const MOSTLY_LACKING = 0.5;

export const drop: Analyzer = {
  id: "traffic/drop",
  title: "Traffic drop",
  needs: ["requests", "messages"],
  analyze(input) {
    // A read that was cut short looks like silence.
    const isUnreadable = input.snapshot.blindSpots.some((spot) => isCutShort(spot, input.target.id));
    return isUnreadable ? [] : drops(input).map((found) => toFinding(input, found));
  },
};

function drops(input: AnalyzerInput): RouteDrop[] {
  const stage = dropOf({ input, route: null });
  const ofRoutes = routesWithMetrics(input).flatMap((route) => dropOf({ input, route }) ?? []);
  if (stage === null) return ofRoutes;
  const overlapping = ofRoutes.filter(
    (other) => other.startMs < stage.seenUntilMs && stage.startMs < other.seenUntilMs,
  );
  const [only] = overlapping;
  const isOne =
    only !== undefined &&
    overlapping.length === 1 &&
    only.expected - only.came >= MOST * (stage.expected - stage.came);
  return [isOne ? only : stage, ...ofRoutes.filter((other) => !overlapping.includes(other))];
}

function dropOf(scope: Scope): RouteDrop | null {
  const { input, route } = scope;
  for (const measure of ["requests", "messages", "connects"] as const) {
    const counts = trafficCounts(scope, measure);
    if (counts === null) continue;
    const { window, baseline, model } = counts;
    if (model === null) return null;
    const { minTrafficDrop } = input.settings(route);
    const found =
      scanTraffic(window, model, minTrafficDrop, trafficThreshold(baseline, model, minTrafficDrop)) ??
      silenceOf(scope, counts, model);
    if (found === null) return null;
    const { silent, lacking } = countHoles(scope, window, {
      startMs: found.startMs,
      endMs: found.seenUntilMs,
    });
    if (lacking > 0 && lacking >= MOSTLY_LACKING * silent) return null;
    return { ...found, route, measure, days: model.days };
  }
  return null;
}

/**
 * A silence, disproved by a single request that has a latency and no count. One that began before the window is told only
 * where what was read of that time says so; else as far as the window knows of it.
 */
function silenceOf(
  scope: Scope,
  { window, baseline, atStart }: TrafficCounts,
  model: TrafficModel,
): TrafficStretch | null {
  const { calendar } = scope.input.settings(scope.route);
  const fit = (known: Grid): TrafficModel | null => fitTraffic(known, calendar);
  const look = (reach: typeof fit | null): TrafficStretch | null => {
    const found = findSilence(window, baseline, model, reach, extraNats(scope));
    if (found === null) return null;
    const span = { startMs: found.startMs, endMs: found.seenUntilMs };
    return countHoles(scope, window, span).lacking > 0 ? null : found;
  };
  const found = look(atStart > 0 ? null : fit);
  if (found === null || found.startMs >= window.startMs) return found;
  const before = { startMs: found.startMs, endMs: timeAt(baseline, baseline.values.length) };
  const isDoubtful = isUnread(scope.input, before) || countHoles(scope, baseline, before).lacking > 0;
  return isDoubtful ? look(null) : found;
}

function toFinding(input: AnalyzerInput, found: RouteDrop): FindingDraft {
  const { route, measure, came, expected, startMs, endMs, seenUntilMs, nats, thresholdNats, days } = found;
  const lost = Math.max(0, expected - came) / expected;
  const where = route === null ? "" : ` on ${route}`;
  const minutes = (seenUntilMs - startMs) / 60_000;
  return {
    severity: severityOf(found, lost),
    route,
    title: `Traffic${where} is down by ${formatShare(lost)}`,
    summary:
      `${formatCount(came)} ${measure} came${where} ${formatWhen(startMs, endMs)} (${formatSpan(seenUntilMs - startMs)}), ` +
      `where ${formatCount(expected)} were to be expected at this time of day. ` +
      (came === 0 ? "Nothing at all arrived. " : "") +
      (endMs === null ? "It was still going on when the window ended." : "It is over."),
    startedAt: isoTime(startMs),
    endedAt: isoTime(endMs),
    // The season is known as far as it was seen: a week tells weekdays from weekends.
    confidence: confidenceOf(nats / thresholdNats, days, [days < 7 ? 0.85 : 1]),
    impact: { requests: Math.round(expected - came), share: lost },
    cause: {
      kind: "unknown",
      detail:
        "Requests no longer reach the stage. Metrics of the gateway cannot see why: name resolution, certificates, a network or a client release in front of it, or a caller that stopped." +
        deploymentNote(input.target, startMs),
    },
    evidence: [
      {
        label: "Requests",
        baseline: Math.round(expected),
        observed: came,
        unit: "requests",
        source: "metrics",
      },
      {
        label: "Requests per minute",
        baseline: expected / minutes,
        observed: came / minutes,
        unit: "requests/min",
        source: "metrics",
      },
    ],
    actions: [
      "Call the API from outside: name resolution, certificate, custom domain and its mapping to this stage.",
      "Ask what stands in front (content delivery, firewall, client releases) for a change at the start.",
      "Check whether the traffic moved to another stage or API.",
    ],
    links: [graphLink({ input, route }, [{ measure, stat: "Sum" }], startMs)],
  };
}

function severityOf({ came, expected }: TrafficStretch, lost: number): Severity {
  return lost >= SILENT && expected - came >= LEAST_LOST_CRITICAL ? "critical" : "warning";
}
