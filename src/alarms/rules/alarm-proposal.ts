import type { LogMetric, MetricAlarm } from "../../model/alarm-spec.ts";

/** Everything of PutMetricAlarm that a rule decides; names, actions and descriptions are given to all alarms alike. */
export type ProposedDefinition = Omit<
  MetricAlarm,
  | "AlarmName"
  | "AlarmDescription"
  | "ActionsEnabled"
  | "OKActions"
  | "AlarmActions"
  | "InsufficientDataActions"
  | "Tags"
>;

/** Whom it tells: somebody now, or somebody tomorrow. */
export type AlarmSeverity = "page" | "ticket";

/** How the threshold is found: by replaying history, and by what the drill catches with it. */
export interface ThresholdSearch {
  /** "above": it alarms on values that are too high, and the lowest quiet threshold is sought; "below": the highest. */
  readonly side: "above" | "below";
  /** The threshold never leaves these, in the metric's unit. */
  readonly least: number;
  readonly most: number;
  /** Of a share of requests, or of too few of them: how many a datapoint of the quietest hour holds. */
  readonly requests?: number;
  /** M of N to try, the quickest first. */
  readonly spans: readonly AlarmSpan[];
  /** Incidents of the catalogue that the alarm is there for. */
  readonly catches: readonly string[];
}

export interface AlarmSpan {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

/** An alarm that a rule wants for a target or one of its routes. */
export interface AlarmProposal {
  readonly rule: string;
  /** Tells the rule's alarms for one scope apart: "ratio", "count", "p90". Part of the key, so it never changes. */
  readonly part: string;
  /** Null: for the whole region (an account's limit). */
  readonly target: string | null;
  readonly route: string | null;
  readonly severity: AlarmSeverity;
  /** The threshold in it is where the search starts, and what is used where there is no history. */
  readonly definition: ProposedDefinition;
  /** Null: the threshold is a fact, not a habit (a quota). */
  readonly search: ThresholdSearch | null;
  /** What is watched, and why with this period, statistic and gate; the threshold's own reason is added to it. */
  readonly why: string;
  readonly logMetric: LogMetric | null;
  /**
   * It has no usual start, so without a history of what it watches it is left out; the rule's alarm of the part `toldBy` adds
   * `why` to its own.
   */
  readonly unlearned?: { readonly toldBy: string; readonly why: string };
  /** It tells nobody: a deployment looks at it, and needs its name. */
  readonly isForDeployments?: true;
  /** Metrics that its query matches, which is what it is paid by. */
  readonly metricsAnalyzed?: number;
}
