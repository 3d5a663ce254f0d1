import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";

import type { CostMeter } from "../../aws/cost-meter.ts";
import type { RateBudget } from "../../aws/rate-budget.ts";
import type { Window } from "../../core/window.ts";
import type { Dimension, FilterProgram } from "../../logs/filter/filter.ts";

/** How an engine reaches one region of one account. */
export interface LogAccess {
  readonly logs: () => Promise<CloudWatchLogsClient>;
  readonly budget: RateBudget;
  readonly meter: CostMeter;
  readonly region: string;
  /** Ends what runs: reading stops, queries are cancelled. */
  readonly signal: AbortSignal;
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
