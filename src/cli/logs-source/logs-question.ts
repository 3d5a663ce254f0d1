import type { Dimension, FilterProgram } from "../../logs/filter/filter.ts";

/** What is asked of logs, wherever they lie. */
export interface LogsQuestion {
  readonly by: readonly Dimension[];
  /** What each of `by` was called. */
  readonly names: readonly string[];
  readonly filter: FilterProgram;
  /** The stage's access-log Format; undefined: as the source says, else as the lines tell. */
  readonly format: string | undefined;
  /** Bytes read and bytes there are; 0 where that is unknown. */
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
}
