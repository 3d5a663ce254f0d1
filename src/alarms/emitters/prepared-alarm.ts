import type { CompositeAlarm, LogMetric, MetricAlarm } from "../../model/alarm-spec.ts";
import type { EmitOptions } from "../../model/emit.ts";

/** What makes the metric that an alarm watches. */
export interface PreparedFilter {
  readonly logMetric: LogMetric;
  /** Those of the alarm, with a word behind: no alarm's ends in one. */
  readonly logicalId: string;
  readonly terraformName: string;
}

interface PreparedBase {
  readonly key: string;
  readonly why: string;
  /** "ServerErrorsRestOrdersProd1x4f09ab" and "server_errors_rest_orders_prod_1x4f09ab". */
  readonly logicalId: string;
  readonly terraformName: string;
  /** The metric filter that is written before the alarm; null where it needs none, or where another alarm brings it. */
  readonly filter: PreparedFilter | null;
  /** Of the same set, the alarms that must exist before this one; by key, in the order of the rule. */
  readonly dependsOn: readonly string[];
  /** Others need its name and ARN. */
  readonly isExported: boolean;
  /** 0 where nothing must exist before, otherwise one more than the highest of those that must. */
  readonly level: number;
}

interface PreparedMetricAlarm extends PreparedBase {
  readonly kind: "metric";
  readonly definition: MetricAlarm;
}

interface PreparedCompositeAlarm extends PreparedBase {
  readonly kind: "composite";
  readonly definition: CompositeAlarm;
}

/** A spec as every dialect writes it: see {@link prepareAlarms}. */
export type PreparedAlarm = PreparedMetricAlarm | PreparedCompositeAlarm;

export interface PreparedAlarms {
  /** In the order of the specs, except that what an alarm depends on comes before it. */
  readonly alarms: readonly PreparedAlarm[];
  /** The topics that are parameters, by name, ascending. */
  readonly topics: readonly string[];
  /** Shows alarms of these only. */
  readonly dashboard: EmitOptions["dashboard"];
}
