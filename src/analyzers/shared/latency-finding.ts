import type { Finding, Severity } from "../../model/finding.ts";
import type { AnalyzerInput, FindingDraft } from "../analyzer.ts";
import { confidenceOf } from "./confidence.ts";
import { countGrid } from "./counts.ts";
import { graphLink } from "./graph-link.ts";
import { isoTime } from "./iso-time.ts";
import type { LatencyIncident } from "./latency-incidents.ts";
import type { Track, TrackStat } from "./latency-tracks.ts";
import { periodsOf, seriesFor, type Scope } from "./scope.ts";
import { formatFactor, formatList, formatMs, formatSpan, formatWhen } from "./wording.ts";

/** What an analyzer of one side adds to the numbers. */
export interface LatencyWords {
  /** "Integration latency": subject of the title. */
  readonly subject: string;
  readonly cause: Finding["cause"];
  readonly actions: readonly string[];
}

/** Three times as slow for the typical request is an outage to many clients' timeouts. */
const CRITICAL_FACTOR = 3;
/** At least this share of the requests lies above the statistic, so is affected when it rises. */
const SHARE_ABOVE: Readonly<Record<TrackStat, number>> = { p50: 0.5, p90: 0.1, p99: 0.01, Average: 0.5 };

/** The finding for a latency incident, with the numbers of both sides to check by hand. */
export function latencyFinding(
  input: AnalyzerInput,
  incident: LatencyIncident,
  words: LatencyWords,
): FindingDraft {
  const { route, routes, startMs, endMs, seenUntilMs, track, isTailOnly, levels, verdict } = incident;
  const main = levels.find((one) => one.track === track);
  const usualMs = main?.expectedMs ?? 0;
  const observedMs = main?.observedMs ?? 0;
  const factor = usualMs > 0 ? observedMs / usualMs : 1;
  const where = route === null ? "" : ` on ${route}`;
  const who = isTailOnly
    ? "Only the slow requests got slower; the typical one did not."
    : "It is not only the slow ones: the typical request got slower.";
  const spread = routes.length > 1 ? ` Routes that slowed down with it: ${formatList(routes)}.` : "";
  const requests = requestsIn({ input, route }, startMs, seenUntilMs);
  const share = isTailOnly ? SHARE_ABOVE[track.stat] : SHARE_ABOVE.p50;
  return {
    severity: severityOf(factor, isTailOnly),
    route,
    title: `${words.subject}${where}: ${statName(track)} ${formatMs(observedMs)}, usually ${formatMs(usualMs)}`,
    summary:
      `${statName(track)} of ${sideName(track)}${where} was ${formatMs(observedMs)} ${formatWhen(startMs, endMs)} ` +
      `(${formatSpan(seenUntilMs - startMs)}), ${formatFactor(factor)} the ${formatMs(usualMs)} that are usual. ` +
      `${who} ${verdict.reason}${spread} ` +
      (endMs === null ? "It was still going on when the window ended." : "It is over."),
    startedAt: isoTime(startMs),
    endedAt: isoTime(endMs),
    confidence: confidenceOf(incident.strength, track.model.days, [verdict.doubt]),
    impact: { requests: Math.round(requests * share), share },
    cause: words.cause,
    evidence: [
      // The one that the title speaks of comes first.
      ...[...levels].sort((left, right) => Number(right.track === track) - Number(left.track === track)),
    ].map((one) => ({
      label: labelOf(one.track),
      baseline: round(one.expectedMs),
      observed: round(one.observedMs),
      unit: "ms",
      source: "metrics",
    })),
    actions: [...words.actions],
    links: [
      graphLink(
        { input, route },
        (["latency", "integrationLatency"] as const).map((measure) => ({
          measure,
          stat: track.side === "overhead" ? "Average" : track.stat,
        })),
        startMs,
      ),
    ],
  };
}

function severityOf(factor: number, isTailOnly: boolean): Severity {
  return factor >= CRITICAL_FACTOR && !isTailOnly ? "critical" : "warning";
}

function statName({ side, stat }: Track): string {
  if (stat === "Average") return side === "overhead" ? "Mean gateway time" : "The mean";
  return stat;
}

function sideName({ side }: Track): string {
  return { latency: "latency", integrationLatency: "integration latency", overhead: "requests" }[side];
}

function labelOf({ side, stat }: Track): string {
  if (side === "overhead") return "Latency Average - IntegrationLatency Average";
  return `${side === "latency" ? "Latency" : "IntegrationLatency"} ${stat}`;
}

function requestsIn(scope: Scope, startMs: number, endMs: number): number {
  const measures =
    scope.input.target.kind === "websocket" ? (["messages", "connects"] as const) : (["requests"] as const);
  let total = 0;
  for (const measure of measures) {
    const series = [...seriesFor(scope, measure, "Sum"), ...seriesFor(scope, measure, "SampleCount")];
    const periods = periodsOf(series, startMs);
    if (periods === null) continue;
    const grid = countGrid(scope, measure, periods.fineMs, { startMs, endMs });
    for (const value of grid?.values ?? []) total += value || 0;
  }
  return total;
}

/** Microseconds are as exact as CloudWatch's milliseconds get. */
function round(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
