import type { Measure } from "../../catalog/metrics.ts";
import type { Analyzer, AnalyzerInput, FindingDraft } from "../analyzer.ts";
import { confidenceOf } from "../shared/confidence.ts";
import { countHoles } from "../shared/count-holes.ts";
import { countGrid, countSeries } from "../shared/counts.ts";
import { graphLink } from "../shared/graph-link.ts";
import { sinceFirst } from "../shared/grid.ts";
import { isCutShort } from "../shared/is-cut-short.ts";
import { isoTime } from "../shared/iso-time.ts";
import { deploymentNote, recentDeployment } from "../shared/recent-deployment.ts";
import { fitMix } from "../shared/route-mix.ts";
import { learnt, periodsOf, routesWithMetrics, settledWindow } from "../shared/scope.ts";
import { extraNats } from "../shared/share-gates.ts";
import { findSilence } from "../shared/silence.ts";
import { scanTraffic, trafficThreshold } from "../shared/traffic-scan.ts";
import type { TrafficStretch } from "../shared/traffic-stretch.ts";
import { formatCount, formatShare, formatSpan, formatWhen } from "../shared/wording.ts";

interface Vanished extends TrafficStretch {
  readonly route: string;
  readonly measure: Measure;
  readonly days: number;
}

/** With a tenth of its requests left a route is as good as gone. */
const GONE = 0.9;

export const routeVanished: Analyzer = {
  id: "traffic/route-vanished",
  title: "Route without requests",
  needs: ["requests", "messages"],
  analyze(input) {
    if (input.snapshot.blindSpots.some((spot) => isCutShort(spot, input.target.id))) return [];
    return routesWithMetrics(input)
      .flatMap((route) => vanished(input, route) ?? [])
      .map((found) => toFinding(input, found));
  },
};

function vanished(input: AnalyzerInput, route: string): Vanished | null {
  const scope = { input, route };
  const stage = { input, route: null };
  for (const measure of ["requests", "messages"] as const) {
    const periods = periodsOf(countSeries(scope, measure), input.snapshot.window.startMs);
    if (periods === null) continue;
    const [learning, span] = [learnt(input), settledWindow(input)];
    const known = countGrid(scope, measure, periods.coarseMs, learning);
    const window = countGrid(scope, measure, periods.fineMs, span);
    const baseline = known && sinceFirst(known);
    const stageBaseline =
      baseline && countGrid(stage, measure, periods.coarseMs, { ...learning, startMs: baseline.startMs });
    const stageWindow = countGrid(stage, measure, periods.fineMs, span);
    if (!baseline || !window || !stageBaseline || !stageWindow) return null;
    const { calendar } = input.settings(route);
    const model = fitMix(baseline, stageBaseline, window, stageWindow, calendar);
    if (model === null) return null;
    const found =
      scanTraffic(window, model, GONE, trafficThreshold(baseline, model, GONE)) ??
      findSilence(window, baseline, model, null, extraNats(scope));
    if (found === null) return null;
    // A count that is lacking is no request that is.
    const holes = countHoles(scope, window, { startMs: found.startMs, endMs: found.seenUntilMs });
    return holes.lacking > 0 ? null : { ...found, route, measure, days: model.days };
  }
  return null;
}

function toFinding(input: AnalyzerInput, found: Vanished): FindingDraft {
  const { route, measure, came, expected, startMs, endMs, seenUntilMs, nats, thresholdNats, days } = found;
  const lost = Math.max(0, expected - came) / expected;
  const deployment = recentDeployment(input.target, startMs);
  return {
    severity: "warning",
    route,
    title: `${route} gets no more requests, while the stage does`,
    summary:
      `${formatCount(came)} ${measure} came to ${route} ${formatWhen(startMs, endMs)} (${formatSpan(seenUntilMs - startMs)}). ` +
      `Of the stage's traffic in that time ${formatCount(expected)} are usual: ${formatShare(lost)} are missing. ` +
      (endMs === null ? "It was still going on when the window ended." : "It is over."),
    startedAt: isoTime(startMs),
    endedAt: isoTime(endMs),
    confidence: confidenceOf(nats / thresholdNats, days, []),
    impact: { requests: Math.round(expected - came), share: lost },
    cause: {
      kind: "unknown",
      detail:
        "The other routes go on, so the way to the stage is open: a client that no longer calls the route, a route that was renamed or removed, or an earlier step that fails and never leads to it." +
        deploymentNote(input.target, startMs),
    },
    evidence: [
      {
        label: "Requests of the route",
        baseline: Math.round(expected),
        observed: came,
        unit: "requests",
        source: "metrics",
      },
    ],
    actions: [
      ...(deployment === null ? [] : [`Compare the routes before and after deployment ${deployment.id}.`]),
      `Call ${route} from outside, with the method and path that clients use.`,
      "Look for 403 and 404 of this path in the access logs: a route that is gone is answered by the gateway itself.",
    ],
    links: [graphLink({ input, route }, [{ measure, stat: "Sum" }], startMs)],
  };
}
