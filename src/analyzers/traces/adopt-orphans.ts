import type { TraceSpan } from "../../model/trace.ts";

/** As deep as a tree may be at all. */
const MOST_STEPS = 250;

/**
 * Puts spans whose parent is missing beneath the deepest span that was running all of their time: what lies between is what is
 * missing. Those that ran while no entry did stay out.
 *
 * @param childrenOf by the parent's id; changed.
 * @returns how many were put somewhere.
 */
export function adoptOrphans(
  orphans: readonly TraceSpan[],
  entries: readonly TraceSpan[],
  childrenOf: Map<string, TraceSpan[]>,
): number {
  let adopted = 0;
  // The longest first: a shorter one may lie within it.
  for (const orphan of orphans.toSorted((left, right) => lengthOf(right) - lengthOf(left))) {
    const entry = entries.find((one) => overlaps(one, orphan));
    if (entry === undefined) continue;
    let parent = entry;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const inner = (childrenOf.get(parent.id) ?? [])
        .filter((child) => child !== orphan && child.isInferred !== true && contains(child, orphan))
        .sort((left, right) => lengthOf(left) - lengthOf(right))[0];
      if (inner === undefined) break;
      parent = inner;
    }
    childrenOf.set(parent.id, [...(childrenOf.get(parent.id) ?? []), orphan]);
    adopted += 1;
  }
  return adopted;
}

function lengthOf({ startMs, endMs = startMs }: TraceSpan): number {
  return endMs - startMs;
}

function overlaps(left: TraceSpan, right: TraceSpan): boolean {
  const leftEndMs = left.endMs ?? Infinity;
  return left.startMs <= (right.endMs ?? right.startMs) && right.startMs <= leftEndMs;
}

function contains(outer: TraceSpan, inner: TraceSpan): boolean {
  return outer.startMs <= inner.startMs && (inner.endMs ?? inner.startMs) <= (outer.endMs ?? Infinity);
}
