import type { DeclaredAlarm, DeployedState } from "../../model/declared-alarm.ts";
import type { MetricKey } from "../../model/metric-key.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";

interface StateChange {
  /** Region, as the place of a live alarm names it. */
  readonly region: string;
  readonly alarm: string;
  readonly atMs: number;
  readonly to: DeployedState["stateValue"];
}

/** All that a rule may see. Null is "not known", which is never the same as "none". */
export interface LintContext {
  /** Of all sources: an alarm may refer to, repeat or imply one of another file. */
  readonly alarms: readonly DeclaredAlarm[];
  /** The stages that exist. */
  readonly targets: readonly Target[] | null;
  /** What was recorded. */
  readonly series: readonly Series[] | null;
  /** The metrics that CloudWatch lists, by the Region that they are in. */
  readonly metrics: ReadonlyMap<string, readonly MetricKey[]> | null;
  /** ARNs of the SNS topics that exist, of every Region that alarms are of. */
  readonly topics: ReadonlySet<string> | null;
  /** Changes of state that CloudWatch has kept, oldest first. */
  readonly history: readonly StateChange[] | null;
  /** The longest that a REST API's integration may take in this account. */
  readonly restTimeoutMs: number;
}
