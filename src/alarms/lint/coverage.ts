import { METRICS, type Measure } from "../../catalog/metrics.ts";
import { RECOMMENDED_ALARMS, type RecommendedAlarm } from "../../catalog/recommended-alarms.ts";
import { routeOfDimensions } from "../../catalog/dimensions.ts";
import { compareText } from "../../core/order.ts";
import type { CoverageRow, TargetCoverage } from "../../model/alarm-coverage.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { Target } from "../../model/target.ts";
import { recommendedPlaces } from "../recommended/recommended-alarms.ts";
import { nameOf } from "./alarm-fields.ts";
import { directionOf, measureOf } from "./condition.ts";
import type { LintContext } from "./lint-context.ts";
import { gatewayUses, type MetricUse } from "./metric-uses.ts";
import { regionOf } from "./region-of.ts";
import { beyondTimeout } from "./rules/beyond-timeout.ts";
import { datapointsBeyondPeriods } from "./rules/datapoints-beyond-periods.ts";
import { deadDimensions } from "./rules/dead-dimensions.ts";
import { detailedMetricsOff } from "./rules/detailed-metrics-off.ts";
import { httpApiByName } from "./rules/http-api-by-name.ts";
import { metricName } from "./rules/metric-name.ts";
import { noDataDespiteTraffic } from "./rules/no-data-despite-traffic.ts";
import { noSuchMetric } from "./rules/no-such-metric.ts";
import { percentForFraction } from "./rules/percent-for-fraction.ts";
import { placeholder } from "./rules/placeholder.ts";
import { refused } from "./rules/refused.ts";
import { restApiById } from "./rules/rest-api-by-id.ts";
import { unknownStage } from "./rules/unknown-stage.ts";
import { toldBy } from "./told-by.ts";

/** An alarm of which one of them speaks cannot fire, or does not exist once deployed. */
const DEADLY = [
  metricName,
  restApiById,
  httpApiByName,
  deadDimensions,
  placeholder,
  detailedMetricsOff,
  noDataDespiteTraffic,
  noSuchMetric,
  unknownStage,
  percentForFraction,
  beyondTimeout,
  datapointsBeyondPeriods,
  refused,
];

/**
 * Which of AWS's recommended alarms each target has. One counts as there whatever its statistic, period and threshold, if it
 * watches the same thing for the same direction: alone, or within an expression. Empty where the targets are not known; what could not be read whole is left out.
 *
 * @param targets those that are to be covered; default: all.
 */
export function toCoverage(context: LintContext, targets = context.targets ?? []): TargetCoverage[] {
  const all = { ...context, alarms: [...context.alarms, ...(context.deployed ?? [])] };
  const dead = toldBy(DEADLY, all);
  const uses = gatewayUses(all.alarms);
  return targets
    .filter(({ region }) => !context.partial.has(region))
    .map((target): TargetCoverage => {
      const near = uses.filter(({ alarm }) => [undefined, target.region].includes(regionOf(alarm, context)));
      return { target: target.id, region: target.region, rows: rowsOf(target, near, dead) };
    })
    .sort((left, right) => compareText(left.target, right.target));
}

function rowsOf(target: Target, uses: readonly MetricUse[], dead: ReadonlySet<DeclaredAlarm>): CoverageRow[] {
  return RECOMMENDED_ALARMS.filter(({ kinds }) => kinds.includes(target.kind)).flatMap((recommended) => {
    const alike = uses.filter((use) => isLike(use, recommended));
    const routes = recommendedPlaces(recommended, target).map(({ route }) => route);
    return routes
      .sort((left, right) => compareText(left ?? "", right ?? ""))
      .map((route): CoverageRow => {
        const meant = alike.filter((use) => isMeant(use, target, route));
        const living = meant.filter(({ alarm }) => !dead.has(alarm));
        const state = stateOf(living, meant, alike);
        const names = (living.length > 0 ? living : meant).map(({ alarm }) => nameOf(alarm));
        const { id, metric } = recommended;
        return { recommendation: id, metric, route, state, alarms: [...new Set(names)].sort(compareText) };
      });
  });
}

function stateOf(
  living: readonly MetricUse[],
  meant: readonly MetricUse[],
  alike: readonly MetricUse[],
): CoverageRow["state"] {
  if (living.length > 0) return "present";
  if (meant.length > 0) return "dead";
  const isOpen = alike.some((use) => use.isOpen || use.dimensions.some(({ unknown }) => unknown));
  return isOpen ? "unknown" : "missing";
}

/** The same measure, for values that are wrong in the same direction; a band is for both. */
function isLike(use: MetricUse, { kinds, metric, operator }: RecommendedAlarm): boolean {
  const wanted = METRICS.find((fact) => fact.metric === metric && kinds.includes(fact.kind))?.measure;
  const direction = directionOf(use.alarm);
  const isDirected = direction === undefined || direction === (operator.startsWith("Less") ? "low" : "high");
  return isDirected && wanted === meantMeasure(use);
}

/** "5xxErrors", which does not exist, means server errors. */
function meantMeasure(use: MetricUse): Measure | undefined {
  const status = /^([45])xx/i.exec(use.metric ?? "")?.[1];
  return (
    measureOf(use) ?? (status === undefined ? undefined : status === "4" ? "clientErrors" : "serverErrors")
  );
}

/** Whether the dimensions name the target, by whichever of its names, and the route, or the whole stage. */
function isMeant({ dimensions }: MetricUse, target: Target, route: string | null): boolean {
  if (dimensions.some(({ unknown }) => unknown)) return false;
  const given = Object.fromEntries(dimensions.map(({ name, value }) => [name, value]));
  const keys = [target.apiId, target.apiName, target.dimensions["ApiName"], target.dimensions["ApiId"]];
  const api = given["ApiName"] ?? given["ApiId"];
  if (api === undefined || !keys.includes(api)) return false;
  const isStage = given["Stage"]?.toLowerCase() === target.stage.toLowerCase();
  return isStage && (routeOfDimensions(given) ?? null) === route;
}
