import type { Waterfall } from "./trace-report.ts";

/** The slowest requests of a target that were traced, before something began and since. */
export interface WorstTraces {
  readonly target: string;
  /** Null where no trace of that time was read. */
  readonly before: Waterfall | null;
  /** Of all that was read where nothing was found. */
  readonly since: Waterfall | null;
}
