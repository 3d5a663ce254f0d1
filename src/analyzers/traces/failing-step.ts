import type { TracePhase } from "../../model/trace-report.ts";
import type { RequestProfile } from "./profile-trace.ts";

/** Where a request failed, as its trace tells it. */
export interface FailingStep {
  readonly traceId: string;
  /** Null: no call of the gateway failed, so that the status is what the backend answered. */
  readonly label: string | null;
  readonly phase: TracePhase;
  readonly cause: string | null;
}

/** The deepest span with a fault: those above it fail because it did. */
export function failingStep({ traceId, nodes, cause }: RequestProfile): FailingStep {
  const failed = nodes.filter(({ node }) => node.span.isFault === true);
  const deepest = failed.toSorted((left, right) => right.depth - left.depth)[0];
  const isAnswer = (deepest?.depth ?? 0) === 0 && nodes.length > 1;
  return {
    traceId,
    label: isAnswer ? null : (deepest?.step.label ?? "gateway"),
    phase: isAnswer ? "integration" : (deepest?.step.phase ?? "gateway"),
    cause: deepest?.node.span.cause ?? cause,
  };
}
