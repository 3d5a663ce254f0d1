import type { Signature } from "../signatures/signature.ts";
import type { Explanation } from "./explain-errors.ts";

/** Ways to fail that say who answered and not yet why: a line of the execution log may say more. */
const GENERAL: ReadonlySet<string | null> = new Set([null, "integration-failure", "stage-throttle"]);

/**
 * What access log and execution log say together. The access log has every request and its place; the execution log has the
 * gateway's own words, which win where the access log has none. A release or a caller that was found stays the cause.
 */
export function bothLogs(access: Explanation | null, execution: Explanation | null): Explanation | null {
  if (access === null || execution === null) return access ?? execution;
  const isMore = GENERAL.has(access.signature ?? null) && (execution.signature ?? null) !== null;
  const evidence = [...access.evidence, ...execution.evidence];
  if (!isMore) return { ...access, evidence };
  const isFound = access.kind === "deployment" || access.kind === "client";
  return {
    ...access,
    kind: isFound ? access.kind : execution.kind,
    phase: isFound ? (access.phase ?? null) : (execution.phase ?? null),
    signature: execution.signature ?? null,
    detail: `${access.detail} ${execution.detail}`,
    evidence,
    actions: [...new Set([...execution.actions, ...access.actions])],
  };
}

/** With the way to fail that traces show, where logs were read and know none that is as special. */
export function withSignature(
  explanation: Explanation | null,
  signature: Signature | null,
): Explanation | null {
  if (explanation === null || signature === null || !GENERAL.has(explanation.signature ?? null))
    return explanation;
  const isFound = explanation.kind === "deployment" || explanation.kind === "client";
  return {
    ...explanation,
    kind: isFound ? explanation.kind : signature.kind,
    signature: signature.id,
    detail: `${explanation.detail} Traces of failed requests look like one thing: ${signature.explanation}.`,
    actions: [...new Set([...signature.nextSteps, ...explanation.actions])],
  };
}
