import type { ApiKind } from "./target.ts";

/** What the Format of one stage is good for. */
export interface LogFormatReport {
  readonly target: string;
  readonly kind: ApiKind;
  readonly apiId: string;
  readonly stage: string;
  /** Null: nothing is logged; undefined: not known. */
  readonly format: string | null | undefined;
  /** Where the log goes; null where there is none, or nobody knows. */
  readonly destinationArn: string | null;
  readonly isJson: boolean;
  readonly answers: readonly {
    readonly id: string;
    readonly question: string;
    readonly isEssential: boolean;
    readonly isAnswered: boolean;
    /** Variables without `$context.`, one of each group that is missing. */
    readonly missing: readonly string[];
  }[];
  /** Sentences: what is wrong with it. */
  readonly problems: readonly string[];
}
