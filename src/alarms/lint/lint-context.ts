import type { TargetCoverage } from "../../model/alarm-coverage.ts";
import type { DeclaredAlarm, DeployedState } from "../../model/declared-alarm.ts";
import type { MetricKey } from "../../model/metric-key.ts";
import type { Series } from "../../model/series.ts";
import type { Target } from "../../model/target.ts";

interface StateChange {
  readonly alarm: string;
  readonly atMs: number;
  readonly to: DeployedState["stateValue"];
}

/** What CloudWatch has kept of the alarms of one Region. */
export interface KeptHistory {
  /** From here on everything was asked for. */
  readonly startMs: number;
  /** "Now", of the reading. */
  readonly endMs: number;
  /** Oldest first. */
  readonly changes: readonly StateChange[];
}

/** What SNS says of a topic; null where there is none. */
export type TopicState = { readonly confirmed: number; readonly pending: number } | null;

/** All that a rule may see. Null, or a Region that is not in a map, is "not known", which is never the same as "none". */
export interface LintContext {
  /** Of all sources: an alarm may refer to, repeat or imply one of another file. */
  readonly alarms: readonly DeclaredAlarm[];
  /** Alarms of the account that are not judged, since files are. */
  readonly deployed: readonly DeclaredAlarm[] | null;
  /** Regions that may have alarms which could not be read. */
  readonly partial: ReadonlySet<string>;
  /** The Region that files are for. */
  readonly region: string | null;
  /** Stages that exist. */
  readonly targets: readonly Target[] | null;
  /** Regions that have no stages but those. */
  readonly inventoried: ReadonlySet<string>;
  /** What was recorded. */
  readonly series: readonly Series[] | null;
  /** All metrics of API Gateway that CloudWatch lists, by the Region that they are in. */
  readonly metrics: ReadonlyMap<string, readonly MetricKey[]> | null;
  /** By ARN, those that SNS was asked for and told of. */
  readonly topics: ReadonlyMap<string, TopicState> | null;
  /** By Region. */
  readonly history: ReadonlyMap<string, KeptHistory> | null;
  /** Which recommended alarms there are; null where nobody wants to know. */
  readonly coverage: readonly TargetCoverage[] | null;
  /** The longest that a REST API's integration may take in this account. */
  readonly restTimeoutMs: number;
  /** An alarm that changes its state more often than this within 24 hours flaps. */
  readonly changesADay: number;
}
