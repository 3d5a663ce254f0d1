import type { Window } from "../core/window.ts";
import type { Change } from "../model/change.ts";
import type { ExecutionSlice } from "../model/execution-slice.ts";
import type { LogSlice } from "../model/log-slice.ts";
import type { MetricKey } from "../model/metric-key.ts";
import type { BlindSpot, Cost, Snapshot } from "../model/snapshot.ts";
import type { Series } from "../model/series.ts";
import type { TraceSlice } from "../model/trace.ts";
import type { ApiKind, Target } from "../model/target.ts";

/** One series to ask for: one metric, one statistic, one period. AWS bills each of them, whatever its length. */
export interface MetricQuery {
  /** The target that the answer belongs to; see model/series. */
  readonly target: string | null;
  readonly route: string | null;
  readonly key: MetricKey;
  readonly stat: string;
  readonly periodSeconds: number;
  /** A multiple of the period. */
  readonly startMs: number;
  /** Exclusive; a multiple of the period. */
  readonly endMs: number;
}

/** What to look at. A glob over API names and ids, one over stages; null is everything. */
export interface TargetFilter {
  readonly api: string | null;
  readonly stage: string | null;
}

/** APIs that exist, or may exist, and whose stages could not be read from the control plane. */
export interface UnreadApis {
  readonly kind: ApiKind;
  /** Null: not even the list of this flavour's APIs could be read. */
  readonly api: { readonly id: string; readonly name: string } | null;
}

export interface Inventory {
  /** Ids without a scope; see targetId. */
  readonly targets: readonly Target[];
  readonly unread: readonly UnreadApis[];
  readonly blindSpots: readonly BlindSpot[];
}

export interface MetricListing {
  /** Null where the list could not be read at all. */
  readonly metrics: readonly MetricKey[] | null;
  /** True where the list broke off: a metric that is not in it may exist. */
  readonly isPartial?: boolean;
  readonly blindSpots: readonly BlindSpot[];
}

export interface MetricReading {
  /** One for each query that was answered; without datapoints where there was no traffic. */
  readonly series: readonly Series[];
  readonly blindSpots: readonly BlindSpot[];
}

/** A span of a target's access log to read; its configuration says where the log is and how a line looks. */
export interface LogQuestion {
  readonly target: Target;
  /** Whole minutes. */
  readonly window: Window;
}

export interface LogReadOptions {
  /** `auto`: local where what is to be read is small enough, else Insights, which costs by what it scans. */
  readonly engine: "auto" | "local" | "insights";
  /** What may still be spent on it; null: no limit. */
  readonly maxCostUsd: number | null;
}

export interface LogReading {
  readonly slices: readonly LogSlice[];
  readonly blindSpots: readonly BlindSpot[];
}

export interface ExecutionReading {
  readonly slices: readonly ExecutionSlice[];
  readonly blindSpots: readonly BlindSpot[];
}

/** A span of time of which traces of a target are to be sampled. */
export interface TraceQuestion {
  readonly target: Target;
  readonly window: Window;
}

export interface TraceReadOptions {
  /** Traces to retrieve for each question, besides those that are slow or faulty. */
  readonly mostTraces: number;
  /** Whether the slowest and the faulty ones are looked for besides the even sample: two more searches. */
  readonly withExtremes: boolean;
  /** What may still be spent on it; null: no limit. */
  readonly maxCostUsd: number | null;
}

export interface TraceReading {
  readonly slices: readonly TraceSlice[];
  readonly blindSpots: readonly BlindSpot[];
}

/** A span of time of which what was changed of a target is asked. */
export interface ChangeQuestion {
  readonly target: Target;
  readonly window: Window;
}

export interface ChangeReading {
  /** Ascending by time. */
  readonly changes: readonly Change[];
  readonly blindSpots: readonly BlindSpot[];
}

/** How far a step has come; `total` may grow while it runs. */
export interface ProgressEvent {
  readonly step: "inventory" | "metrics" | "logs" | "traces" | "changes" | "thresholds" | "tags" | "deploy";
  /** Region, or account and region, that it concerns. */
  readonly scope: string;
  readonly done: number;
  readonly total: number;
  /** What the reader should know before the step goes on: a price. */
  readonly note?: string;
}
export type OnProgress = (event: ProgressEvent) => void;

/**
 * One region of one account, as the collector asks it: AWS through the SDK, or an account that lives in this
 * process (the demo). What cannot be read comes back as a blind spot. The one error that may be thrown is
 * ToolError E_CREDENTIALS: without credentials no question has an answer.
 */
export interface AccountReader {
  readonly origin: Snapshot["origin"];
  readonly region: string;
  /** Twelve digits; null where it cannot be told. */
  accountId(): Promise<string | null>;
  /** The same as far as it is known without asking: of the role to be assumed, though it may refuse. */
  readonly expectedAccountId?: string | null;
  /** APIs that the filter excludes cost no call of their own. */
  inventory(filter: TargetFilter, onProgress: OnProgress): Promise<Inventory>;
  /** Metrics of AWS/ApiGateway that had data within the last two weeks; those of APIs that the filter excludes may be missing. */
  listMetrics(filter?: TargetFilter): Promise<MetricListing>;
  readMetrics(queries: readonly MetricQuery[], onProgress: OnProgress): Promise<MetricReading>;
  /** One slice for each question that has an answer. Errors: E_COST_LIMIT before anything is spent. */
  readLogs(
    questions: readonly LogQuestion[],
    options: LogReadOptions,
    onProgress: OnProgress,
  ): Promise<LogReading>;
  /** One slice for each question about a stage that writes an execution log which could be read. Costs nothing. */
  readExecutionLogs(questions: readonly LogQuestion[], onProgress: OnProgress): Promise<ExecutionReading>;
  /** One slice for each question that has an answer. What is over the limit is left unread, and a blind spot says so. */
  readTraces(
    questions: readonly TraceQuestion[],
    options: TraceReadOptions,
    onProgress: OnProgress,
  ): Promise<TraceReading>;
  /** Who changed what of the targets, and alarms of what stands behind them that fired. Costs nothing. */
  readChanges(questions: readonly ChangeQuestion[], onProgress: OnProgress): Promise<ChangeReading>;
  /** Spent so far. */
  cost(): Cost;
}
