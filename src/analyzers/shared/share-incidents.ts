import type { ShareGates } from "../../core/detect/share-gates.ts";
import type { Calendar } from "../../core/season.ts";
import { DAY_MS } from "../../core/window.ts";
import type { AnalyzerInput } from "../analyzer.ts";
import { countPeriods, readCounts, type Counts, type ShareOf } from "./counts.ts";
import { replayShare, type ShareStretch } from "./replay-share.ts";
import type { GatesOf } from "./share-gates.ts";
import { learnt, routesWithMetrics, settledWindow, type Scope } from "./scope.ts";
import { overlap, withOtherLook } from "./with-other-look.ts";

/** An incident of a share, where it belongs. */
export interface ShareIncident extends ShareStretch {
  /** The route that explains it, or null where it is the stage's. */
  readonly route: string | null;
  /** Routes that rose with it, most events first, where it is the stage's and routes have metrics. */
  readonly routes: readonly string[];
  /** What there was to learn from before the window. */
  readonly learned: { readonly requests: number; readonly days: number };
}

/** A route speaks for the stage when it has this share of the excess and nobody else has as much as the other. */
const MOST = 0.7;
const SOME = 0.25;
/** Other routes suffer as well from half of its rate on, where that is more than a stray event or two. */
const FOLLOWING = 0.5;
const LEAST_OTHERS = 3;
/** Of one scope; more of them are one that nobody can tell apart. */
const MOST_INCIDENTS = 3;

/** Another look at the same counts. */
type AlsoSeen = (
  baseline: Counts,
  window: Counts,
  gates: ShareGates,
  calendar?: Calendar,
) => readonly ShareStretch[];

/**
 * Looks at the stage and at each route with metrics of its own, and says each incident once: of the route that
 * explains it, else of the stage.
 */
export function shareIncidents(
  input: AnalyzerInput,
  share: ShareOf,
  gatesOf: GatesOf,
  alsoSeen: AlsoSeen = () => [],
): ShareIncident[] {
  const routes = routesWithMetrics(input);
  const byRoute = routes.flatMap((route) => incidentsOf({ input, route }, share, gatesOf, alsoSeen));
  const told = new Set<ShareIncident>();
  const ofStage = incidentsOf({ input, route: null }, share, gatesOf, alsoSeen).map((stage) => {
    const own = byRoute.filter((other) => overlap(stage, other)).sort((a, b) => excess(b) - excess(a));
    for (const incident of own) told.add(incident);
    const [first, second] = own;
    const isOne =
      first !== undefined &&
      excess(first) >= MOST * excess(stage) &&
      (second === undefined || excess(second) < SOME * excess(stage)) &&
      !othersFollow(first, stage);
    return isOne ? first : { ...stage, routes: own.flatMap(({ route }) => route ?? []) };
  });
  return [...new Set([...ofStage, ...byRoute.filter((incident) => !told.has(incident))])];
}

function incidentsOf(scope: Scope, share: ShareOf, gatesOf: GatesOf, alsoSeen: AlsoSeen): ShareIncident[] {
  const periods = countPeriods(scope, share);
  if (periods === null) return [];
  const baseline = readCounts(scope, share, periods.coarseMs, learnt(scope.input));
  const window = readCounts(scope, share, periods.fineMs, settledWindow(scope.input));
  if (baseline === null || window === null) return [];
  const settings = scope.input.settings(scope.route);
  const gates = gatesOf(settings, scope);
  const learned = {
    requests: baseline.whole.reduce((sum, requests) => sum + requests, 0),
    days: (baseline.whole.length * baseline.periodMs) / DAY_MS,
  };
  const followed = replayShare(baseline, window, gates, settings.calendar);
  const look = (counts: Counts): readonly ShareStretch[] =>
    alsoSeen(baseline, counts, gates, settings.calendar);
  return mostStriking(withOtherLook(followed, window, look)).map((stretch) => ({
    ...stretch,
    route: scope.route,
    routes: [],
    learned,
  }));
}

function mostStriking(stretches: readonly ShareStretch[]): ShareStretch[] {
  const ranked = [...stretches].sort(
    (left, right) => right.nats / right.thresholdNats - left.nats / left.thresholdNats,
  );
  return ranked.slice(0, MOST_INCIDENTS).sort((left, right) => left.startMs - right.startMs);
}

/** Whether the requests of the other routes fail about as often: then the route only has most of the traffic. */
function othersFollow(route: ShareStretch, stage: ShareStretch): boolean {
  const others = excess(stage) - excess(route);
  const whole = stage.whole - route.whole;
  if (others < LEAST_OTHERS || whole <= 0) return false;
  return others / whole >= FOLLOWING * (excess(route) / Math.max(1, route.whole));
}

/** Events beyond those to be expected. */
export function excess({ part, expected }: ShareStretch): number {
  return Math.max(0, part - expected);
}
