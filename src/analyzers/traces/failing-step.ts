import type { TracePhase } from "../../model/trace-report.ts";
import type { RequestProfile } from "./profile-trace.ts";

/** Where a request failed, as its trace tells it. */
export interface FailingStep {
  readonly traceId: string;
  readonly label: string;
  readonly phase: TracePhase;
  readonly cause: string | null;
}

/** The deepest span with a fault: those above it fail because it did. */
export function failingStep({ traceId, nodes, cause }: RequestProfile): FailingStep {
  const failed = nodes.filter(({ node }) => node.span.isFault === true);
  const deepest = failed.toSorted((left, right) => right.depth - left.depth)[0];
  return {
    traceId,
    label: deepest?.step.label ?? "gateway",
    phase: deepest?.step.phase ?? "gateway",
    cause: deepest?.node.span.cause ?? cause,
  };
}
