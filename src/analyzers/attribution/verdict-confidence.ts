import type { CauseKind, Signal } from "../../model/finding.ts";
import { RELIABILITY } from "./reliability.ts";

/** What a verdict rests on. */
export interface VerdictGround {
  readonly signals: readonly Signal[];
  readonly analyzer: string;
  readonly kind: CauseKind;
  readonly signature: string | null;
}

/** Verdicts of a kind that was never judged. */
const UNJUDGED = 0.5;

/**
 * How often verdicts on the same ground were right on simulated incidents: same signals, same analyzer, same cause, same
 * signature; where that was seldom met, what is known of the same signals and cause.
 */
export function verdictConfidence(ground: VerdictGround): number {
  const [exact, wider] = groundNames(ground);
  return RELIABILITY[exact] ?? RELIABILITY[wider] ?? UNJUDGED;
}

/** "logs errors/server-error-spike integration malformed-lambda-response", then "logs integration". */
export function groundNames({ signals, analyzer, kind, signature }: VerdictGround): [string, string] {
  const from = signals.includes("traces")
    ? "traces"
    : signals.some((signal) => signal.endsWith("-logs"))
      ? "logs"
      : "metrics";
  return [`${from} ${analyzer} ${kind}${signature === null ? "" : ` ${signature}`}`, `${from} ${kind}`];
}
