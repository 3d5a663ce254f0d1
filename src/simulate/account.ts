import type { CompositeAlarm, MetricAlarm } from "../model/alarm-spec.ts";
import type { MetricKey } from "../model/metric-key.ts";
import type { Window } from "../core/window.ts";
import type { Datapoint } from "../model/series.ts";
import type { Target } from "../model/target.ts";

export interface LogEvent {
  readonly eventId: string;
  readonly streamName: string;
  readonly timestampMs: number;
  readonly message: string;
}

/** What a log group is, as far as it differs from a new one of the usual class that is kept for ever. */
export interface AccountLogGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly storedBytes?: number;
  readonly retentionDays?: number;
  readonly isInfrequentAccess?: boolean;
}

export interface Trace {
  readonly id: string;
  readonly startMs: number;
  /** Segment documents as X-Ray stores them, one object for each segment. */
  readonly segments: readonly Record<string, unknown>[];
}

/** An alarm that is deployed; nothing evaluates it. */
export interface AccountAlarm {
  readonly definition: MetricAlarm | CompositeAlarm;
  readonly stateValue: AlarmState;
  readonly transitionedMs: number;
  /** When it was last put; left out: when it changed its state. */
  readonly configuredMs?: number;
  /** Changes of its state that are kept, oldest first; left out: none. */
  readonly changes?: readonly { readonly atMs: number; readonly from: AlarmState; readonly to: AlarmState }[];
}
type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A call that changed something, as CloudTrail's event history keeps it. */
export interface AccountChange {
  readonly atMs: number;
  /** "apigateway.amazonaws.com" */
  readonly eventSource: string;
  /** With the version that Lambda appends. */
  readonly eventName: string;
  /** The role in which it was made. */
  readonly role: string;
  readonly requestParameters: Readonly<Record<string, unknown>>;
  /** Left out: the answer is empty. */
  readonly responseElements?: Readonly<Record<string, unknown>>;
}

/** An SNS topic, with how many subscriptions are confirmed and how many wait for it. */
export interface AccountTopic {
  readonly arn: string;
  readonly confirmed: number;
  readonly pending: number;
}

/**
 * An account that can be asked what AWS can be asked, without a network: simulated, or replayed from a
 * recorded snapshot. Pure: the same question always gets the same answer. The loopback puts AWS's protocols
 * in front of it; the embedded demo asks it directly.
 */
export interface Account {
  readonly accountId: string;
  readonly region: string;
  readonly nowMs: number;
  /** With their configuration, which is what the control plane answers from. */
  readonly targets: readonly Target[];
  /**
   * Every metric that has data, with the time of its newest datapoint.
   *
   * @param targets ids of those whose metrics are wanted; a simulation need not draw the others. Others may be listed too.
   */
  metrics(targets?: ReadonlySet<string>): readonly (MetricKey & { readonly newestMs: number })[];
  /**
   * Datapoints in `[startMs, endMs)`, ascending, none where there was no traffic. Retention is the
   * caller's business. An unknown metric, or a statistic or period that cannot be had, gives none.
   */
  query(key: MetricKey, stat: string, periodSeconds: number, window: Window): readonly Datapoint[];
  logGroups(): readonly AccountLogGroup[];
  /** Ascending by time. */
  logEvents(group: string, window: Window): Iterable<LogEvent>;
  /** Ascending by time. @param target one target's alone; left out: all. An account may give others with them. */
  traces(window: Window, target?: string): Iterable<Trace>;
  /** Whether segments go to a log group, where only a retrieval finds them; left out: no. */
  readonly isTransactionSearch?: boolean;
  /** Left out: none. */
  readonly alarms?: readonly AccountAlarm[];
  readonly topics?: readonly AccountTopic[];
  /** Left out: none. */
  readonly changes?: readonly AccountChange[];
  /**
   * Whole answers of control planes by path, "/restapis/a1b2c3/stages", in the form of the wire: they win over what the targets
   * would tell. Left out: none.
   */
  readonly recorded?: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Timeouts of functions by name, milliseconds. Left out: no function is known. */
  readonly functionTimeouts?: Readonly<Record<string, number>>;
}
