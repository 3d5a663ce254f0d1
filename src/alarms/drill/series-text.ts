import { compareText } from "../../core/order.ts";
import type { Series } from "../../model/series.ts";

/** Equal for two recordings of the same statistic. */
export function textOfSeries({ namespace, metric, dimensions, stat, periodSeconds }: Series): string {
  const sorted = Object.entries(dimensions).sort(([left], [right]) => compareText(left, right));
  return JSON.stringify([namespace, metric, sorted, stat, periodSeconds]);
}
