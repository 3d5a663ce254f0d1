import type { LogField } from "../../catalog/log-fields.ts";

/** A literal and the value behind it, in the order of the line. */
export interface TextPart {
  readonly literal: string;
  /**
   * How far the value goes: to the next part's literal; the same, but it may hold the space between verb and path; to
   * the end of the line; or there is none and the line ends.
   */
  readonly until: "literal" | "route" | "line" | "end";
  /** Null: a value that the engine has no use for. */
  readonly field: LogField | null;
}

/** What stands where in the lines of a log. Plain data, so that it can be handed to a worker. */
export interface Layout {
  readonly kind: "json" | "text";
  /** What each key of a JSON line means, nested keys joined by dots; null: nothing. Others go by the alias table. */
  readonly keys: Readonly<Record<string, LogField | null>>;
  /** Variants of a text line, the stricter first. */
  readonly variants: readonly (readonly TextPart[])[];
  /** Words that `aws logs tail` (2) or an export to S3 (1) puts before each line; the first is a time. */
  readonly prefixWords: 0 | 1 | 2;
  /** Whether objects may follow each other without a newline, as Firehose delivers them. */
  readonly isConcatenated: boolean;
  /** Fields that the line has, as far as is known beforehand. */
  readonly fields: readonly LogField[];
  /** What was understood, for people. */
  readonly description: string;
}

export const JSON_LAYOUT: Layout = {
  kind: "json",
  keys: {},
  variants: [],
  prefixWords: 0,
  isConcatenated: false,
  fields: [],
  description: "JSON, keys by the alias table",
};
