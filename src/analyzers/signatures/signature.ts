import type { CauseKind } from "../../model/finding.ts";
import type { ApiKind, IntegrationKind } from "../../model/target.ts";

/** Where a failure was seen. */
type SymptomSource = "access-logs" | "execution-logs" | "traces";

/** What one source says of requests that failed alike. Null: it does not say. */
export interface Symptom {
  readonly source: SymptomSource;
  readonly api: ApiKind;
  /** As the client got it. */
  readonly status: number | null;
  /** The gateway's own answer; null too where the backend answered. */
  readonly responseType: string | null;
  /** The log's error message, the execution log's line, the exception of a trace. */
  readonly text: string | null;
  readonly method: string | null;
  /** What stands behind the route. */
  readonly integration: IntegrationKind | null;
}

/** A way to fail that is known by how it looks. The file's name is its id, and that of its page in docs/signatures. Pure. */
export interface Signature {
  readonly id: string;
  readonly title: string;
  readonly kind: CauseKind;
  /** In which it can be seen. */
  readonly sources: readonly [SymptomSource, ...SymptomSource[]];
  match(symptom: Symptom): boolean;
  /** A clause without a full stop, of the requests: "the stage's web ACL blocked them". */
  readonly explanation: string;
  /** What to do, most useful first. */
  readonly nextSteps: readonly [string, ...string[]];
}
