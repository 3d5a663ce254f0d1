import type { StagePlan } from "./plan.ts";

/** Whether there are traces of a stage's requests, or of the functions behind it. */
export function isTraced({ kind, tracing, requestWindow, hasTraces = false }: StagePlan): boolean {
  return kind === "rest" ? tracing && (hasTraces || requestWindow !== null) : hasTraces;
}
