import type { TraceSpan } from "../../model/trace.ts";
import { adoptOrphans } from "./adopt-orphans.ts";
import { placeSpan, type Place } from "./place-span.ts";

/** A span where it belongs. Its time lies within its parent's, corrected for clocks that differ. */
export interface TraceNode {
  readonly span: TraceSpan;
  readonly startMs: number;
  readonly endMs: number;
  /** By start. What X-Ray inferred is not among them: it repeats its caller. */
  readonly children: readonly TraceNode[];
}

/** What was not as it should be. */
export interface TreeProblems {
  /** Spans that had not ended. */
  readonly inProgress: number;
  /** Spans whose parent is not in the trace: they are put where their time lies. */
  readonly missingParents: number;
  /** Documents that were moved a little, since their clock differs from their caller's. */
  readonly skewed: number;
  /** Spans that outlast their caller, or run after it: nobody waited for that part. */
  readonly outlasting: number;
}

export interface TraceTree {
  /** What answered requests, first one first; mostly there is one. */
  readonly entries: readonly TraceNode[];
  readonly problems: TreeProblems;
}

/** Trees that are deeper are no work of tracing libraries; what lies beneath is its ancestor's time. */
const MOST_DEPTH = 250;

/**
 * The spans of one trace as trees, one for each span that `isEntry` and lies within no other such.
 *
 * Edge cases: spans may come in any order; of two with one id the one that ended counts; what hangs on no entry, and spans
 * that are each other's parents, are left out.
 */
export function buildTree(spans: readonly TraceSpan[], isEntry: (span: TraceSpan) => boolean): TraceTree {
  const byId = new Map<string, TraceSpan>();
  for (const span of spans) {
    const known = byId.get(span.id);
    if (known === undefined || (known.endMs === undefined && span.endMs !== undefined))
      byId.set(span.id, span);
  }
  const all = [...byId.values()].sort(byStart);
  const entrySpans = all.filter((span) => isEntry(span) && !isBelowEntry(span, byId, isEntry));
  const childrenOf = new Map<string, TraceSpan[]>();
  for (const span of all) {
    if (span.parentId === undefined || !byId.has(span.parentId) || entrySpans.includes(span)) continue;
    childrenOf.set(span.parentId, [...(childrenOf.get(span.parentId) ?? []), span]);
  }
  const orphans = all.filter(
    (span) => span.parentId !== undefined && !byId.has(span.parentId) && !entrySpans.includes(span),
  );
  const counts = { inProgress: 0, skewed: 0, outlasting: 0 };
  const missingParents = adoptOrphans(orphans, entrySpans, childrenOf);

  const build = (span: TraceSpan, place: Place, depth: number): TraceNode => {
    if (span.endMs === undefined) counts.inProgress += 1;
    const children: TraceNode[] = [];
    for (const child of depth >= MOST_DEPTH ? [] : (childrenOf.get(span.id) ?? [])) {
      if (child.isInferred === true) continue;
      const at = placeSpan(child, childrenOf.get(child.id) ?? [], lastOf(child, childrenOf), { span, place });
      if (at.isMoved) counts.skewed += 1;
      if (at.isOutlasting) counts.outlasting += 1;
      if (at.place !== null) children.push(build(child, at.place, depth + 1));
    }
    return { span, startMs: place.startMs, endMs: place.endMs, children: children.sort(byStart) };
  };
  const entries = entrySpans.flatMap((span) => {
    const { place } = placeSpan(span, childrenOf.get(span.id) ?? [], lastOf(span, childrenOf), null);
    return place === null ? [] : [build(span, place, 0)];
  });
  return { entries, problems: { ...counts, missingParents } };
}

/** Of a span that has not ended the last that is known of it: where its parts, or theirs, were seen. */
function lastOf(span: TraceSpan, childrenOf: ReadonlyMap<string, readonly TraceSpan[]>, depth = 0): number {
  if (span.endMs !== undefined) return span.endMs;
  const parts = depth >= MOST_DEPTH ? [] : (childrenOf.get(span.id) ?? []);
  return parts.reduce((last, part) => Math.max(last, lastOf(part, childrenOf, depth + 1)), span.startMs);
}

function isBelowEntry(
  span: TraceSpan,
  byId: ReadonlyMap<string, TraceSpan>,
  isEntry: (span: TraceSpan) => boolean,
): boolean {
  const seen = new Set([span]);
  for (
    let above = byId.get(span.parentId ?? "");
    above !== undefined && !seen.has(above);
    above = byId.get(above.parentId ?? "")
  ) {
    if (isEntry(above)) return true;
    seen.add(above);
  }
  return false;
}

function byStart(left: { readonly startMs: number }, right: { readonly startMs: number }): number {
  return left.startMs - right.startMs;
}
