/**
 * SampleCounts that a recording has under another name. API Gateway publishes a sample of Count and of each error and
 * cache metric for every request, so
 *
 *     SampleCount(Count) = Sum(Count)        SampleCount(5XXError) = Sum(Count)        Average(5XXError) = Sum / Sum(Count)
 *
 * and an alarm on the average of an error metric can be replayed from the sums that every report reads. Nothing is
 * derived for WebSocket errors, of which AWS does not say what they are divided by.
 *
 * Source: API Gateway Developer Guide, "Amazon API Gateway dimensions and metrics" and "Monitor CloudWatch metrics for
 * HTTP APIs": "The Average statistic represents the error rate ... The denominator corresponds to the Count metric".
 */
import { API_GATEWAY_NAMESPACE, METRICS, type Measure } from "../../catalog/metrics.ts";
import { compareText } from "../../core/order.ts";
import type { Series } from "../../model/series.ts";

const COUNTED: readonly Measure[] = ["requests", "connects", "messages"];
const RATED: readonly Measure[] = ["clientErrors", "serverErrors", "cacheHits", "cacheMisses"];

const namesOf = (measures: readonly Measure[], kinds: readonly string[]): ReadonlySet<string> =>
  new Set(
    METRICS.filter(({ measure, kind }) => measures.includes(measure) && kinds.includes(kind)).map(
      ({ metric }) => metric,
    ),
  );
const COUNTED_NAMES = namesOf(COUNTED, ["rest", "http", "websocket"]);
const RATED_NAMES = namesOf(RATED, ["rest", "http"]);
const REQUESTS = "Count";

/** The series that follow from those that are there, without any that is there already. */
export function deriveCounts(history: readonly Series[]): Series[] {
  const ofGateway = history.filter(({ namespace }) => namespace === API_GATEWAY_NAMESPACE);
  const counted = new Set(ofGateway.filter(({ stat }) => stat === "SampleCount").map(nameOf));
  const requests = new Map(
    ofGateway
      .filter(({ metric, stat }) => metric === REQUESTS && stat === "Sum")
      .map((series) => [placeOf(series), series]),
  );
  return ofGateway.flatMap((series) => {
    if (series.stat !== "Sum" || counted.has(nameOf(series))) return [];
    if (COUNTED_NAMES.has(series.metric)) return [{ ...series, stat: "SampleCount" }];
    const count = RATED_NAMES.has(series.metric) ? requests.get(placeOf(series)) : undefined;
    return count ? [{ ...series, stat: "SampleCount", runs: count.runs }] : [];
  });
}

function placeOf({ dimensions, periodSeconds }: Series): string {
  const sorted = Object.entries(dimensions).sort(([left], [right]) => compareText(left, right));
  return JSON.stringify([sorted, periodSeconds]);
}

function nameOf(series: Series): string {
  return `${series.metric} ${placeOf(series)}`;
}
