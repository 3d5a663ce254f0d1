import type { DeploymentPlan, StaleFilter } from "../../model/alarm-deployment.ts";
import { FILTER_PREFIX, LOG_METRIC_NAMESPACE } from "../../model/alarm-spec.ts";
import type { PreparedAlarm } from "../emitters/prepared-alarm.ts";
import { nameOf, type DeployedAccount, type DeployedFilter } from "./deployed-account.ts";

/**
 * Metric filters that go with the alarms that are deleted. Filters carry no tags, so one is Gatewatch's own where it is named as
 * these are, does nothing but count what such an alarm (which is owned by its tags) watched, and nothing that stays watches that.
 */
export function planStaleFilters(
  wanted: readonly PreparedAlarm[],
  { alarms, ownFilters }: DeployedAccount,
  stale: DeploymentPlan["stale"],
): readonly StaleFilter[] {
  const going = new Set(stale.filter(({ isHeld }) => !isHeld).map(({ name }) => name));
  const before = alarms.filter((alarm) => going.has(nameOf(alarm)));
  const after = [
    ...alarms.filter((alarm) => !going.has(nameOf(alarm))).map(({ alarm }) => alarm.fields),
    ...wanted.map(({ definition }) => definition),
  ];
  const left = new Set(before.flatMap(({ alarm }) => logMetricsIn(alarm.fields)));
  for (const fields of after) for (const metric of logMetricsIn(fields)) left.delete(metric);
  return ownFilters.flatMap((filter) => {
    const { logGroupName, filterName } = filter;
    const metricName = countedBy(filter);
    return metricName !== null && left.has(metricName) ? [{ logGroupName, filterName, metricName }] : [];
  });
}

/** Names of the metrics of Gatewatch's filters that an alarm watches: alone, or in an expression. */
export function logMetricsIn(fields: Readonly<Record<string, unknown>>): readonly string[] {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const members = new Map<string, unknown>(Object.entries(value));
    const name = members.get("MetricName");
    if (members.get("Namespace") === LOG_METRIC_NAMESPACE && typeof name === "string") found.push(name);
    for (const inner of members.values()) look(inner);
  };
  look(fields);
  return found;
}

/** The one metric of a filter as Gatewatch makes it; null for any other. */
function countedBy({ filterName, metricTransformations, others }: DeployedFilter): string | null {
  const [only = {}, ...further] = metricTransformations;
  const { metricNamespace, metricName, metricValue, ...more } = only;
  const isOwn =
    filterName.startsWith(FILTER_PREFIX) &&
    further.length === 0 &&
    metricNamespace === LOG_METRIC_NAMESPACE &&
    metricValue === "1" &&
    Object.keys({ ...more, ...others }).length === 0;
  return isOwn && typeof metricName === "string" ? metricName : null;
}
