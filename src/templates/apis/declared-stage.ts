import type { Target } from "../../model/target.ts";
import type { Overrides } from "./overrides.ts";

/** A stage that a template declares. Texts of the target hold placeholders for what only the deployment knows. */
export interface DeclaredStage {
  /** Logical id of the API. */
  readonly api: string;
  readonly target: Target;
  /** It is there where one of these conditions holds; none: always. */
  readonly conditions: readonly string[];
  readonly overrides: Overrides;
}

/** An API or a stage that no alarm can be written for, and what would help. */
export interface ApiProblem {
  /** Logical id. */
  readonly id: string;
  /** From 1; null where it cannot be told. */
  readonly line: number | null;
  readonly message: string;
  readonly hint: string;
}
