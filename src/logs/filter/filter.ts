import type { LogField } from "../../catalog/log-fields.ts";

/** What is looked at: a field, or what several fields or a text are derived to. */
export type Dimension = LogField | "route" | "userAgentFamily" | "messagePattern";

export type NumberComparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** A filter as a program for a stack of answers. Plain data, so that it can be handed to a worker. */
export type FilterOp =
  | {
      readonly op: "number";
      readonly field: LogField;
      readonly comparison: NumberComparison;
      readonly value: number;
    }
  | { readonly op: "equals"; readonly of: Dimension; readonly text: string }
  | { readonly op: "matches"; readonly of: Dimension; readonly pattern: string }
  | { readonly op: "and" | "or" | "not" };

export type FilterProgram = readonly FilterOp[];
