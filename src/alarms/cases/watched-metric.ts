import { planAlarm, type MetricReference } from "../evaluate/alarm-plan.ts";
import type { AlarmSet } from "../evaluate/evaluate-alarms.ts";

/** The metric that an alarm watches, by its Id where it has several; the text of the problem where there is none. */
export function watchedMetric(set: AlarmSet, name: string, id: string | undefined): MetricReference | string {
  const alarm = set.metric.find(({ AlarmName }) => AlarmName === name);
  if (!alarm) {
    const isComposite = set.composite.some(({ AlarmName }) => AlarmName === name);
    return isComposite
      ? `"${name}" is a composite alarm and watches no metric; name the metrics below it`
      : `no alarm that can be replayed is named "${name}"`;
  }
  const { metrics, insights } = planAlarm(alarm);
  if (insights) return `"${name}" watches whatever its query matches; write such metrics with \`series\``;
  const ids = [...metrics.keys()];
  const found = metrics.get(id ?? (ids.length === 1 ? (ids[0] ?? "") : ""));
  if (found && (id === undefined || alarm.Metrics)) return found;
  if (id === undefined)
    return `"${name}" watches ${ids.length} metrics; say which with \`id\`: ${ids.join(", ")}`;
  return `"${name}" has no metric with the id "${id}"${alarm.Metrics ? `; it has ${ids.join(", ")}` : ""}`;
}
