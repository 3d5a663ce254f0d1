import type { CompositeAlarm, LogMetric, MetricAlarm } from "./alarm-spec.ts";

/** What deploying alarms to one region would do, and what it would leave alone: plain values. */
export interface DeploymentPlan {
  readonly region: string;
  readonly added: readonly PlannedAlarm[];
  readonly changed: readonly ChangedAlarm[];
  /** Gatewatch's own that are wanted no longer. */
  readonly stale: readonly StaleAlarm[];
  /** Alarms of others, never touched: of a name that is wanted, or watching what a wanted one watches. */
  readonly foreign: readonly ForeignAlarm[];
  /** Wanted alarms that are not put, and why. */
  readonly refused: readonly { readonly name: string; readonly why: string }[];
  readonly filters: readonly PlannedFilter[];
  /** Gatewatch's own metric filters, whose metric nothing watches once the stale alarms are deleted. */
  readonly staleFilters: readonly StaleFilter[];
  /** Why filters of stale alarms could not be looked for, so that they stay; null where they could. */
  readonly unseenFilters: string | null;
  /** Alarms that are as they should be. */
  readonly unchanged: number;
  /** Gatewatch's own outside of what was looked at; they stay as they are. */
  readonly outOfView: number;
  /** Topics of no known ARN: whom they stand for is not told. */
  readonly untold: readonly string[];
}

export interface PlannedAlarm {
  readonly name: string;
  readonly kind: "metric" | "composite";
  readonly why: string;
  /** As it is put, ownership included where it is new. */
  readonly definition: MetricAlarm | CompositeAlarm;
  /** Log group and name of the metric filter that makes its metric. */
  readonly needsFilter: string | null;
}

export interface ChangedAlarm extends PlannedAlarm {
  readonly arn: string;
  /** Empty where only tags differ. */
  readonly fields: readonly FieldChange[];
  readonly tags: Readonly<Record<string, string>>;
  /** True: left as it is, since what others configured would be lost; --overwrite puts it. */
  readonly isHeld: boolean;
}

export interface FieldChange {
  readonly field: string;
  /** Undefined: the field is not set. */
  readonly now: unknown;
  readonly wanted: unknown;
  /**
   * own: as Gatewatch put it. by-hand: somebody changed it since. unknown: a field that Gatewatch does not know, and would
   * take away.
   */
  readonly origin: "own" | "by-hand" | "unknown";
}

export interface StaleAlarm {
  readonly name: string;
  readonly kind: "metric" | "composite";
  /** The alarm that takes its place under another name; null where nothing does. */
  readonly renamedTo: string | null;
  /** Fields that somebody changed since it was put. */
  readonly changedByHand: readonly string[];
  /** Composite alarms that stay and look at it; CloudWatch does not delete it while they do. */
  readonly heldBy: readonly string[];
  /** True: not deleted. */
  readonly isHeld: boolean;
}

export interface ForeignAlarm {
  readonly name: string;
  readonly reason: "same-name" | "same-metric";
  /** The alarm that was wanted. */
  readonly wanted: string;
}

export interface PlannedFilter {
  readonly logMetric: LogMetric;
  readonly action: "add" | "change";
  /** What would be lost or replaced; empty for a new one. */
  readonly fields: readonly FieldChange[];
}

export interface StaleFilter {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly metricName: string;
}

/** What became of a plan. */
export interface DeploymentOutcome {
  readonly region: string;
  /** What was done, in order, in words. */
  readonly done: readonly string[];
  readonly failed: readonly { readonly what: string; readonly code: string; readonly hint: string }[];
  /** Not even tried. */
  readonly left: readonly string[];
  readonly isInterrupted: boolean;
}
