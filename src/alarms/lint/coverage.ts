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
import { groupBy } from "./group-by.ts";
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
  const { deployed } = context;
  const all = deployed === null ? context : { ...context, alarms: [...context.alarms, ...deployed] };
  const dead = toldBy(DEADLY, all);
  const uses = gatewayUses(all.alarms).map((use): Placed => {
    const isOpen = use.isOpen || use.dimensions.some(({ unknown }) => unknown);
    const given = Object.fromEntries(use.dimensions.map(({ name, value }) => [name, value]));
    return { use, region: regionOf(use.alarm, context), isOpen, given };
  });
  const open = uses.filter(({ isOpen }) => isOpen);
  const byApi = groupBy(
    uses.filter(({ isOpen }) => !isOpen),
    ({ given }) => given["ApiName"] ?? given["ApiId"],
  );
  return targets
    .filter(({ region }) => !context.partial.has(region))
    .map((target): TargetCoverage => {
      const { apiId, apiName, dimensions, region } = target;
      const keys = new Set([apiId, apiName, dimensions["ApiName"], dimensions["ApiId"]]);
      const own = [...keys].flatMap((key) => byApi.get(key ?? undefined) ?? []);
      const isNear = (placed: Placed): boolean => placed.region === undefined || placed.region === region;
      const rows = rowsOf(target, own.filter(isNear), open.filter(isNear), dead);
      return { target: target.id, region, rows };
    })
    .sort((left, right) => compareText(left.target, right.target));
}

/** A metric that an alarm watches, with what says where. */
interface Placed {
  readonly use: MetricUse;
  readonly region: string | undefined;
  /** Only a deployment knows which API it is. */
  readonly isOpen: boolean;
  readonly given: Readonly<Record<string, string>>;
}

/** @param own uses that name the API. */
function rowsOf(
  target: Target,
  own: readonly Placed[],
  open: readonly Placed[],
  dead: ReadonlySet<DeclaredAlarm>,
): CoverageRow[] {
  return RECOMMENDED_ALARMS.filter(({ kinds }) => kinds.includes(target.kind)).flatMap((recommended) => {
    const alike = own.filter(({ use, given }) => isStage(given, target) && isLike(use, recommended));
    const isOpen = open.some(({ use }) => isLike(use, recommended));
    const routes = recommendedPlaces(recommended, target).map(({ route }) => route);
    return routes
      .sort((left, right) => compareText(left ?? "", right ?? ""))
      .map((route): CoverageRow => {
        const meant = alike.filter(({ given }) => (routeOfDimensions(given) ?? null) === route);
        const living = meant.filter(({ use }) => !dead.has(use.alarm));
        const names = (living.length > 0 ? living : meant).map(({ use }) => nameOf(use.alarm));
        return {
          recommendation: recommended.id,
          metric: recommended.metric,
          route,
          state: stateOf(living.length, meant.length, isOpen),
          alarms: [...new Set(names)].sort(compareText),
        };
      });
  });
}

function stateOf(living: number, meant: number, isOpen: boolean): CoverageRow["state"] {
  if (living > 0) return "present";
  if (meant > 0) return "dead";
  return isOpen ? "unknown" : "missing";
}

/** In whichever case: a stage in the wrong one is meant all the same. */
function isStage(given: Placed["given"], { stage }: Target): boolean {
  return given["Stage"]?.toLowerCase() === stage.toLowerCase();
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
