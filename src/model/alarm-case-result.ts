/** What came of a file of alarm tests: plain values for the renderers. */
export interface CaseFileResult {
  /** As the user named it. */
  readonly file: string;
  readonly cases: readonly CaseResult[];
}

export interface CaseResult {
  readonly name: string;
  readonly line: number;
  /** Expectations that were judged. */
  readonly checks: number;
  readonly failures: readonly CaseFailure[];
  /** What a reader has to know to trust the outcome: approximations, and what AWS leaves open. */
  readonly notes: readonly string[];
}

export interface CaseFailure {
  /** Of the expectation. */
  readonly line: number;
  readonly alarm: string;
  /** The moment that was looked at, as written: "33m"; null where the whole replay was. */
  readonly at: string | null;
  readonly expected: string;
  readonly actual: string;
  /** CloudWatch's reason for the state that the alarm was in, or why it was not evaluated; null before the first evaluation. */
  readonly reason: string | null;
  readonly timeline: CaseTimeline | null;
}

/** A stretch of the replay, an evaluation a column. */
export interface CaseTimeline {
  /** Of the first column, after the beginning of the series. */
  readonly firstMs: number;
  readonly everyMs: number;
  /** The newest datapoint at each evaluation, and what it was compared with. Null: a gap, no band yet, or a composite alarm. */
  readonly values: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** Of the alarms that a composite looks at, and of the alarm itself, which is the last. */
  readonly states: readonly { readonly alarm: string; readonly states: readonly CaseState[] }[];
  /** The column that the failure is about. */
  readonly marked: number | null;
}

export type CaseState = "OK" | "ALARM" | "INSUFFICIENT_DATA";
