import { apiDimension, apiNameDimensions } from "../../catalog/dimensions.ts";
import { API_GATEWAY_NAMESPACE, metricFact, type Measure } from "../../catalog/metrics.ts";
import { DAY_MS } from "../../core/window.ts";
import type { EstateApi } from "../../model/estate.ts";
import type { MetricKey } from "../../model/metric-key.ts";
import type { BlindSpot } from "../../model/snapshot.ts";
import { datapoints } from "../../model/series.ts";
import type { MetricQuery, MetricReading } from "../account-reader.ts";

const LOOKED_AT_DAYS = 30;
const ARRIVALS: readonly Measure[] = ["requests", "connects", "messages"];

/**
 * Says of each stage whether anybody called it within 30 days. CloudWatch lists its metrics for two weeks after the last request, and
 * the list is read anyway; only where it names none are the counts themselves asked for, each of them a billed metric.
 *
 * @param listed undefined where the list could not be read to its end: then every stage is asked about.
 */
export async function readTraffic(
  apis: readonly EstateApi[],
  listed: readonly MetricKey[] | undefined,
  nowMs: number,
  ask: (queries: readonly MetricQuery[]) => Promise<MetricReading>,
): Promise<{ readonly apis: readonly EstateApi[]; readonly blindSpots: readonly BlindSpot[] }> {
  const seen = new Set((listed ?? []).map(({ dimensions }) => idOf(dimensions)));
  const endMs = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
  const startMs = endMs - (LOOKED_AT_DAYS + 1) * DAY_MS;
  const queries = apis.flatMap((api) =>
    api.stages.flatMap(({ name }) => {
      const places = placesOf(api, name);
      if (places.some((place) => seen.has(idOf(place)))) return [];
      return places.flatMap((dimensions) =>
        ARRIVALS.flatMap((measure): MetricQuery[] => {
          const metric = metricFact(api.kind, measure)?.metric;
          if (metric === undefined) return [];
          const key = { namespace: API_GATEWAY_NAMESPACE, metric, dimensions };
          return [
            { target: null, route: null, key, stat: "Sum", periodSeconds: DAY_MS / 1_000, startMs, endMs },
          ];
        }),
      );
    }),
  );
  const { series, blindSpots } = queries.length === 0 ? { series: [], blindSpots: [] } : await ask(queries);
  const counts = new Map<string, number>();
  for (const one of series) {
    const id = idOf(one.dimensions);
    const sum = datapoints(one, startMs, endMs).reduce((total, { value }) => total + value, 0);
    counts.set(id, (counts.get(id) ?? 0) + sum);
  }
  const hasTraffic = (api: EstateApi, stage: string): boolean | undefined => {
    const ids = placesOf(api, stage).map(idOf);
    if (ids.some((id) => seen.has(id) || (counts.get(id) ?? 0) > 0)) return true;
    return ids.every((id) => counts.has(id)) ? false : undefined;
  };
  return {
    apis: apis.map((api) => ({
      ...api,
      stages: api.stages.map((stage) => {
        const is = hasTraffic(api, stage.name);
        return is === undefined ? stage : { ...stage, hasTraffic: is };
      }),
    })),
    blindSpots,
  };
}

/** How CloudWatch may key a stage; a REST API whose name has spaces at its ends in either of two ways. */
function placesOf({ kind, id, name }: EstateApi, stage: string): Readonly<Record<string, string>>[] {
  const values = kind === "rest" ? apiNameDimensions(name ?? "", id) : [id];
  return values.map((value) => ({ [apiDimension(kind)]: value, Stage: stage }));
}

function idOf({ ApiName: name, ApiId: id, Stage: stage }: Readonly<Record<string, string>>): string {
  return `${name === undefined ? "ApiId" : "ApiName"}\n${name ?? id ?? ""}\n${stage ?? ""}`;
}
