import {
  RECOMMENDED_ALARMS,
  RECOMMENDED_PERIOD_SECONDS,
  type RecommendedAlarm,
} from "../../catalog/recommended-alarms.ts";
import { API_GATEWAY_NAMESPACE } from "../../catalog/metrics.ts";
import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import type { Target } from "../../model/target.ts";

/** Where these alarms are said to be declared. */
export const RECOMMENDED_LABEL = "AWS's recommended alarms";

/**
 * The alarms that AWS recommends for each target, and for each route that has metrics of its own, at AWS's start values.
 * Thresholds that AWS leaves to one's own history (too little traffic) are left out.
 *
 * @param action what each of them does in ALARM.
 */
export function recommendedAlarms(targets: readonly Target[], action: string): DeclaredAlarm[] {
  return targets.flatMap((target) =>
    RECOMMENDED_ALARMS.filter(
      ({ kinds, threshold }) => kinds.includes(target.kind) && threshold !== null,
    ).flatMap((recommended) =>
      recommendedPlaces(recommended, target).map(({ route, dimensions }) =>
        declare(recommended, `${target.id}${route === null ? "" : ` ${route}`}`, dimensions, action),
      ),
    ),
  );
}

interface Place {
  readonly route: string | null;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The stage itself, or each of its routes that has metrics of its own. */
export function recommendedPlaces(
  { needsDetailedMetrics, dimensions }: RecommendedAlarm,
  target: Target,
): Place[] {
  if (!needsDetailedMetrics) return [{ route: null, dimensions: target.dimensions }];
  return (target.configuration?.routes ?? [])
    .filter((route) => route.detailedMetrics)
    .flatMap(({ key }): Place[] => {
      const [, method, resource] = /^(\S+) (\S.*)$/.exec(key) ?? [];
      if (dimensions.includes("Route")) {
        return [{ route: key, dimensions: { ...target.dimensions, Route: key } }];
      }
      if (method === undefined || resource === undefined) return [];
      return [{ route: key, dimensions: { ...target.dimensions, Resource: resource, Method: method } }];
    });
}

function declare(
  recommended: RecommendedAlarm,
  place: string,
  dimensions: Readonly<Record<string, string>>,
  action: string,
): DeclaredAlarm {
  const { metric, stat, operator, threshold, datapointsToAlarm, evaluationPeriods, missing } = recommended;
  const name = `${place} ${metric}`;
  return {
    kind: "metric",
    fields: {
      AlarmName: name,
      Namespace: API_GATEWAY_NAMESPACE,
      MetricName: metric,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      ...(stat === "p90" ? { ExtendedStatistic: stat } : { Statistic: stat }),
      Period: RECOMMENDED_PERIOD_SECONDS,
      EvaluationPeriods: evaluationPeriods,
      DatapointsToAlarm: datapointsToAlarm,
      Threshold: threshold,
      ComparisonOperator: operator,
      TreatMissingData: missing,
      AlarmActions: [action],
    },
    unknown: [],
    place: { file: RECOMMENDED_LABEL, line: null, id: name },
    silenced: [],
    deployed: null,
  };
}
