import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { S3Client } from "@aws-sdk/client-s3";

import type { CostMeter } from "../../aws/cost-meter.ts";
import type { Pause } from "../../aws/pause.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import type { ScanAllowance } from "../../aws/scan-allowance.ts";
import type { Window } from "../../core/window.ts";
import type { Dimension, FilterProgram } from "../../logs/filter/filter.ts";

/** How an engine reaches one region of one account. */
export interface LogAccess {
  readonly logs: () => Promise<CloudWatchLogsClient>;
  readonly budget: RateBudget;
  readonly pause: Pause;
  readonly meter: CostMeter;
  /** Shared by all queries of Logs Insights. */
  readonly allowance: ScanAllowance;
  readonly region: string;
  /** Ends what runs: reading stops, queries are cancelled. */
  readonly signal: AbortSignal;
}

/** How logs are reached that lie in S3. */
export interface S3Access {
  readonly s3: () => Promise<S3Client>;
  readonly region: string;
  /** Ends what runs. */
  readonly signal: AbortSignal;
  /** Null: whatever it costs. */
  readonly maxCostUsd: number | null;
  /** Told once, when the objects have been listed and nothing has been read. */
  readonly onPlan: (plan: S3Plan) => void;
}

/** What a prefix holds for a window, before it is read. */
export interface S3Plan {
  readonly objects: number;
  readonly bytes: number;
  /** Requests to S3, those of the listing included. */
  readonly requests: number;
  /** At list price. */
  readonly usd: number;
}

/** What `gatewatch logs` asks of one log group, whichever engine answers. */
export interface LogRequest {
  /** A name, or an ARN; a trailing ":*" means nothing. */
  readonly logGroup: string;
  /** Half-open. */
  readonly window: Window;
  /** The stage's access-log Format; undefined: the first lines tell. */
  readonly format: string | undefined;
  readonly by: readonly Dimension[];
  readonly filter: FilterProgram;
  /** Of the bytes in the window, as far as an estimate goes; `total` may change while it runs. */
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}
