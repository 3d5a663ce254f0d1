import type { Measure } from "../../catalog/metrics.ts";
import type { Severity } from "../../model/finding.ts";
import type { Analyzer, AnalyzerInput, FindingDraft } from "../analyzer.ts";
import { confidenceOf } from "../shared/confidence.ts";
import { graphLink } from "../shared/graph-link.ts";
import { isoTime } from "../shared/iso-time.ts";
import { scanSurge } from "../shared/surge-scan.ts";
import { trafficCounts } from "../shared/traffic-counts.ts";
import type { TrafficStretch } from "../shared/traffic-stretch.ts";
import { formatCount, formatFactor, formatSpan, formatWhen } from "../shared/wording.ts";

interface MeasuredSurge extends TrafficStretch {
  readonly measure: Measure;
  readonly days: number;
}

/** From this many times the usual traffic on limits and backends are likely to feel it. */
const WARNING_FACTOR = 5;

export const surge: Analyzer = {
  id: "traffic/surge",
  title: "Traffic surge",
  needs: ["requests", "messages", "connects"],
  analyze(input) {
    return (["requests", "connects", "messages"] as const).flatMap((measure) => {
      const found = surgeOf(input, measure);
      return found === null ? [] : [toFinding(input, found)];
    });
  },
};

/** Of the stage alone: more requests of one route are a surge only where they are one of the stage. */
function surgeOf(input: AnalyzerInput, measure: Measure): MeasuredSurge | null {
  const counts = trafficCounts({ input, route: null }, measure);
  if (counts === null || counts.model === null) return null;
  const { window, baseline, model } = counts;
  const found = scanSurge(window, baseline, model, input.settings(null).minTrafficRise);
  return found && { ...found, measure, days: model.days };
}

function toFinding(input: AnalyzerInput, found: MeasuredSurge): FindingDraft {
  const { measure, came, expected, startMs, endMs, seenUntilMs, nats, thresholdNats, days } = found;
  const factor = came / Math.max(1, expected);
  const minutes = (seenUntilMs - startMs) / 60_000;
  const what = measure === "connects" ? "New connections" : "Traffic";
  const added = came - expected;
  return {
    severity: severityOf(factor),
    route: null,
    title: `${what}: ${formatFactor(factor)} the usual number`,
    summary:
      `${formatCount(came)} ${measure} came ${formatWhen(startMs, endMs)} (${formatSpan(seenUntilMs - startMs)}), ` +
      `where ${formatCount(expected)} were to be expected at this time of day. ` +
      (endMs === null ? "It was still going on when the window ended." : "It is over."),
    startedAt: isoTime(startMs),
    endedAt: isoTime(endMs),
    // The season is known as far as it was seen: a week tells weekdays from weekends.
    confidence: confidenceOf(nats / thresholdNats, days, [days < 7 ? 0.85 : 1]),
    impact: { requests: Math.round(added), share: added / came },
    cause: {
      kind: "client",
      detail:
        "More requests reach the stage than usual: a campaign, a client that repeats what it sends, connections that break and are made again, or somebody who scans or floods. Metrics of the gateway do not tell who sends them; access logs do.",
    },
    evidence: [
      {
        label: what,
        baseline: Math.round(expected),
        observed: came,
        unit: "requests",
        source: "metrics",
      },
      {
        label: `${what} per minute`,
        baseline: expected / minutes,
        observed: came / minutes,
        unit: "requests/min",
        source: "metrics",
      },
    ],
    actions: [
      "Group the access logs by client address, API key and user agent since the start: one caller, or all of them?",
      "Check the headroom of what stands behind the stage: concurrency of functions, connections, database load.",
      measure === "connects"
        ? "Look for what ends the connections: errors of the integrations, idle timeouts, a client release."
        : "Where the callers are not wanted, add a usage plan, a route limit or a rate-based rule of AWS WAF.",
    ],
    links: [graphLink({ input, route: null }, [{ measure, stat: "Sum" }], startMs)],
  };
}

function severityOf(factor: number): Severity {
  return factor >= WARNING_FACTOR ? "warning" : "info";
}
