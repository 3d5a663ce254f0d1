import { ALARM_EVALUATION } from "../../../catalog/alarm-limits.ts";
import type { Series } from "../../../model/series.ts";
import { textField } from "../alarm-fields.ts";
import { LATENCY_MEASURES, measureOf } from "../condition.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { gatewayUses, type MetricUse } from "../metric-uses.ts";

export const percentileSamples: LintRule = {
  id: "percentile-samples",
  severity: "warning",
  title: "A percentile of too few requests",
  what: "A percentile p needs about 10 / (1 - p) requests a period to mean anything: p90 100, p99 1,000. The alarm's periods have fewer by the recorded traffic; where no traffic is known, it is told of p99 and rarer as a note.",
  why: "Below that the percentile is one of the two or three slowest requests, and the alarm rings for a single slow one. With EvaluateLowSampleCountPercentile set to ignore, the alarm's state stands still instead.",
  fix: "Take a longer period or a lower percentile, p90 for example.",
  find: ({ alarms, series }) =>
    gatewayUses(alarms).flatMap((use): LintHit[] => {
      const measure = measureOf(use);
      const percent = Number(/^p(\d+(?:\.\d+)?)$/.exec(use.stat ?? "")?.[1] ?? Number.NaN);
      const { alarm, statPath: path, periodSeconds } = use;
      if (measure === undefined || !LATENCY_MEASURES.includes(measure) || !(percent > 0 && percent < 100))
        return [];
      // 100 - 99.9 is not quite 0.1, and 10,000 requests must not become 10,001.
      const needed = Math.round((ALARM_EVALUATION.lowSampleFactor * 100) / Math.min(percent, 100 - percent));
      const isIgnored = textField(alarm, "EvaluateLowSampleCountPercentile") === "ignore";
      const seen =
        periodSeconds === undefined ? undefined : requestsAPeriod(use, periodSeconds, series ?? []);
      if (seen !== undefined) {
        if (seen >= needed) return [];
        const effect = isIgnored ? "its state mostly stands still" : "it is judged by a handful of requests";
        const message = `${use.stat} needs ${needed} requests a period, and here a period has ${Math.round(seen)} on average: ${effect}.`;
        return [{ alarm, path, message }];
      }
      if (isIgnored || percent < 99) return [];
      const message = `${use.stat} needs ${needed} requests in each period of ${periodSeconds ?? "?"} s; with fewer, a single slow request rings.`;
      return [{ alarm, path, message, severity: "note" }];
    }),
};

/** The average of the periods that had any, by the recorded Count; undefined where none is recorded. */
function requestsAPeriod(
  use: MetricUse,
  periodSeconds: number,
  recorded: readonly Series[],
): number | undefined {
  const counted = recorded.find(
    (series) =>
      series.namespace === use.namespace &&
      (series.metric === "Count" || series.metric === "MessageCount") &&
      (series.stat === "Sum" || series.stat === "SampleCount") &&
      Object.keys(series.dimensions).length === use.dimensions.length &&
      use.dimensions.every(({ name, value, unknown }) => !unknown && series.dimensions[name] === value),
  );
  if (!counted) return undefined;
  const grainSeconds = Math.max(periodSeconds, counted.periodSeconds);
  const periods = new Set<number>();
  let requests = 0;
  for (const [startMs, values] of counted.runs) {
    for (const [index, value] of values.entries()) {
      const timeMs = startMs + index * counted.periodSeconds * 1_000;
      if (value > 0) periods.add(Math.floor(timeMs / (grainSeconds * 1_000)));
      requests += value;
    }
  }
  return periods.size === 0
    ? undefined
    : Math.max(1, (requests / periods.size) * (periodSeconds / grainSeconds));
}
