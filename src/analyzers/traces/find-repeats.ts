import type { SteppedNode } from "./profile-trace.ts";

/** Something that a request did again and again. */
export interface Repeat {
  readonly kind: "retries" | "repeated-calls";
  readonly label: string;
  /** Calls in a row, or attempts after the first. */
  readonly times: number;
  /** All that it took, from the first call's start to the last one's end, without what lies between. */
  readonly totalMs: number;
}

/** From so many calls of one kind on, one after the other, a loop over items is likelier than chance. */
const MANY = 5;

/**
 * Calls of one kind under one parent that wait for each other (one for each item of a list: N + 1), and attempts that were made
 * again: counted by the SDK within a call, or as calls that follow a failed one of their kind.
 *
 * @param nodes parents before their children, children by start.
 */
export function findRepeats(nodes: readonly SteppedNode[]): Repeat[] {
  const stepOf = new Map(nodes.map(({ node, step }) => [node, step]));
  const found: Repeat[] = [];
  for (const { node } of nodes) {
    const byLabel = new Map<string, SteppedNode["node"][]>();
    for (const child of node.children) {
      const step = stepOf.get(child);
      if (step?.phase !== "downstream") continue;
      byLabel.set(step.label, [...(byLabel.get(step.label) ?? []), child]);
    }
    for (const [label, calls] of byLabel) {
      const inTurn = calls.filter(
        (call, index) => index === 0 || call.startMs >= (calls[index - 1]?.endMs ?? 0),
      );
      const totalMs = inTurn.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
      const again = calls.filter((call, index) => index > 0 && hasFailed(calls[index - 1], call));
      const own = calls.reduce((sum, { span }) => sum + (span.retries ?? 0), 0);
      const retries = again.length + own;
      if (retries > 0) found.push({ kind: "retries", label, times: retries, totalMs });
      else if (inTurn.length >= MANY)
        found.push({ kind: "repeated-calls", label, times: inTurn.length, totalMs });
    }
  }
  return found;
}

/** One that failed, and ended before the other began. */
function hasFailed(earlier: SteppedNode["node"] | undefined, later: SteppedNode["node"]): boolean {
  if (earlier === undefined || earlier.endMs > later.startMs) return false;
  const { isFault, isError, isThrottle } = earlier.span;
  return isFault === true || isError === true || isThrottle === true;
}
