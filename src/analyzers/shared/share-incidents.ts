import type { ResolvedSettings } from "../../model/config.ts";
import type { AnalyzerInput } from "../analyzer.ts";
import { countPeriods, readCounts, type ShareOf } from "./counts.ts";
import { fitRatio, type RatioModel } from "./ratio-model.ts";
import { scanRatio, type RatioIncident } from "./ratio-scan.ts";
import type { RatioGates } from "./ratio-scores.ts";
import { learnt, routesWithMetrics, settledWindow, type Scope } from "./scope.ts";

/** An incident of a share, where it belongs. */
export interface ShareIncident extends RatioIncident {
  /** The route that explains it, or null where it is the stage's. */
  readonly route: string | null;
  /** Routes that rose with it, most events first, where it is the stage's and routes have metrics. */
  readonly routes: readonly string[];
  readonly model: RatioModel;
}

/** A route speaks for the stage when it has this share of the excess and nobody else has as much as the other. */
const MOST = 0.7;
const SOME = 0.25;

/**
 * Looks at the stage and at each route with metrics of its own, and says each incident once: of the route that
 * explains it, else of the stage.
 */
export function shareIncidents(
  input: AnalyzerInput,
  share: ShareOf,
  gatesFor: (settings: ResolvedSettings) => RatioGates,
): ShareIncident[] {
  const routes = routesWithMetrics(input);
  const byRoute = routes.flatMap((route) => incidentsOf({ input, route }, share, gatesFor));
  const told = new Set<ShareIncident>();
  const ofStage = incidentsOf({ input, route: null }, share, gatesFor).map((stage) => {
    const own = byRoute.filter((other) => overlaps(stage, other)).sort((a, b) => excess(b) - excess(a));
    for (const incident of own) told.add(incident);
    const [first, second] = own;
    const isOne =
      first !== undefined &&
      excess(first) >= MOST * excess(stage) &&
      (second === undefined || excess(second) < SOME * excess(stage));
    return isOne ? first : { ...stage, routes: own.flatMap(({ route }) => route ?? []) };
  });
  return [...new Set([...ofStage, ...byRoute.filter((incident) => !told.has(incident))])];
}

function incidentsOf(
  scope: Scope,
  share: ShareOf,
  gatesFor: (settings: ResolvedSettings) => RatioGates,
): ShareIncident[] {
  const periods = countPeriods(scope, share);
  if (periods === null) return [];
  const baseline = readCounts(scope, share, periods.coarseMs, learnt(scope.input));
  const window = readCounts(scope, share, periods.fineMs, settledWindow(scope.input));
  if (baseline === null || window === null) return [];
  const model = fitRatio(baseline);
  const gates = gatesFor(scope.input.settings(scope.route));
  return scanRatio(window, baseline, model, gates).map((incident) => ({
    ...incident,
    route: scope.route,
    routes: [],
    model,
  }));
}

function overlaps(left: RatioIncident, right: RatioIncident): boolean {
  return left.startMs < right.seenUntilMs && right.startMs < left.seenUntilMs;
}

/** Events beyond those to be expected. */
export function excess({ part, expected }: RatioIncident): number {
  return Math.max(0, part - expected);
}
