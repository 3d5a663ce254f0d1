import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import { isMetric } from "../../model/is-metric.ts";
import type { Series } from "../../model/series.ts";
import type { MetricReference } from "../evaluate/alarm-plan.ts";
import type { History } from "./history.ts";

/** What the history itself takes away from, or adds to, the result of an alarm. */
export function historyNotes(
  references: readonly MetricReference[],
  definition: MetricAlarm | CompositeAlarm,
  { series, derived }: History,
): string[] {
  if ("AlarmRule" in definition) return [];
  const notes: string[] = [];
  for (const reference of references) {
    const found = series.filter((one) => isMetric(one, reference));
    if (found.every(({ runs }) => runs.length === 0)) {
      notes.push(
        `${name(reference)} has not one datapoint in the history: a wrong name or dimension, or no traffic at all.`,
      );
    } else if (isDerived(reference, found, derived)) {
      const made = reference.stat === "Average" ? "the Sums of it and of Count" : "a Sum";
      notes.push(`${reference.metric} ${reference.stat} is made of ${made}, which is the same.`);
    }
  }
  return [...new Set(notes)];
}

function isDerived(
  { stat }: MetricReference,
  found: readonly Series[],
  derived: ReadonlySet<Series>,
): boolean {
  if (stat !== "Average" && stat !== "SampleCount") return false;
  const direct = found.filter((one) => !derived.has(one));
  return !direct.some((one) => one.stat === stat) && found.some((one) => derived.has(one));
}

function name({ metric, dimensions }: MetricReference): string {
  const places = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return places.length === 0 ? metric : `${metric} (${places.join(", ")})`;
}
