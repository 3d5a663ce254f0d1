import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { buildTree, type TraceNode } from "../../src/analyzers/traces/build-tree.ts";
import { profileTrace } from "../../src/analyzers/traces/profile-trace.ts";
import { criticalPath } from "../../src/core/critical-path.ts";
import { toSegments } from "../../src/loopback/to-segments.ts";
import { toTraceSpans } from "../../src/model/trace-spans.ts";
import type { TraceSpan } from "../../src/model/trace.ts";
import { orderDocuments, traceOf, tracedTarget } from "../support/trace-fixtures.ts";

interface Grown {
  readonly startMs: number;
  readonly endMs: number;
  readonly children: readonly Grown[];
}

/** A tree of spans, each within its parent, siblings side by side as they come. Whole milliseconds. */
const tree = (lengthMs: number, depth: number): fc.Arbitrary<Grown> =>
  fc
    .array(fc.tuple(fc.nat(lengthMs), fc.nat(lengthMs)), { maxLength: depth === 0 ? 0 : 4 })
    .chain((spans) =>
      fc.tuple(
        ...spans.map(([left, right]) => {
          const [from, to] = [Math.min(left, right), Math.max(left, right)];
          return tree(to - from, depth - 1).map((inner) => shifted(inner, from));
        }),
      ),
    )
    .map((children) => ({ startMs: 0, endMs: lengthMs, children }));

function shifted({ startMs, endMs, children }: Grown, byMs: number): Grown {
  return {
    startMs: startMs + byMs,
    endMs: endMs + byMs,
    children: children.map((child) => shifted(child, byMs)),
  };
}

const grown = fc.integer({ min: 1, max: 40 }).chain((length) => tree(length, 4));

function size({ children }: Grown): number {
  return 1 + children.reduce((sum, child) => sum + size(child), 0);
}

/** By definition, a millisecond at a time from the end: whom the root waits for just before `timeMs`. */
function waitedFor(node: Grown, timeMs: number, untilMs: number): Grown {
  let cursorMs = untilMs;
  for (;;) {
    const running = node.children
      .filter((child) => child.startMs < cursorMs && child.startMs < child.endMs)
      .sort((left, right) => right.endMs - left.endMs || left.startMs - right.startMs);
    // The one that ended last before the cursor, or was cut by it.
    const last = running[0];
    if (last === undefined) return node;
    const endMs = Math.min(last.endMs, cursorMs);
    if (timeMs > endMs) return node;
    if (timeMs > last.startMs) return waitedFor(last, timeMs, endMs);
    cursorMs = last.startMs;
  }
}

describe("the critical path", () => {
  it("has every moment of the root once, at the span that a literal walk finds", () => {
    let nested = 0;
    fc.assert(
      fc.property(grown, (root) => {
        const pieces = criticalPath<Grown>(root);
        if (size(root) > 3) nested += 1;
        expect(pieces.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBe(root.endMs);
        for (let timeMs = 0.5; timeMs < root.endMs; timeMs += 1) {
          const own = pieces.filter(({ startMs, endMs }) => startMs < timeMs && timeMs < endMs);
          expect(own).toHaveLength(1);
          expect(own[0]?.node).toBe(waitedFor(root, timeMs, root.endMs));
        }
      }),
      { numRuns: 50 },
    );
    expect(nested).toBeGreaterThan(8);
  });
});

/** Each span as a document of its own, or with its parent's clock. */
function toSpans(root: Grown): TraceSpan[] {
  const spans: TraceSpan[] = [];
  const visit = (node: Grown, parentId: string | undefined): void => {
    const id = `s${spans.length}`;
    const documentId = spans.length % 3 === 0 ? id : (spans.at(-1)?.documentId ?? id);
    const times = { startMs: 1_000 + node.startMs, endMs: 1_000 + node.endMs };
    const parent = parentId === undefined ? {} : { parentId };
    spans.push({ id, ...parent, documentId, name: id, ...times });
    for (const child of node.children) visit(child, id);
  };
  visit(root, undefined);
  return spans;
}

const isRoot = ({ id }: TraceSpan): boolean => id === "s0";

function nodesOf(node: TraceNode): TraceNode[] {
  return [node, ...node.children.flatMap(nodesOf)];
}

describe("the tree of a trace", () => {
  it("is the one that its spans were taken from, in whatever order they come", () => {
    const shuffled = grown.chain((root) => {
      const spans = toSpans(root);
      return fc.record({
        spans: fc.constant(spans),
        mixed: fc.shuffledSubarray(spans, { minLength: spans.length, maxLength: spans.length }),
      });
    });
    fc.assert(
      fc.property(shuffled, ({ spans, mixed }) => {
        const { entries, problems } = buildTree(mixed, isRoot);
        const nodes = entries.flatMap(nodesOf);
        expect(entries).toHaveLength(1);
        const placed = new Map(nodes.map(({ span, startMs, endMs }) => [span.id, { startMs, endMs }]));
        expect(placed).toEqual(new Map(spans.map(({ id, startMs, endMs }) => [id, { startMs, endMs }])));
        expect(nodes).toHaveLength(spans.length);
        for (const node of nodes)
          for (const child of node.children) expect(child.span.parentId).toBe(node.span.id);
        expect(problems).toEqual({ inProgress: 0, missingParents: 0, skewed: 0, outlasting: 0 });
      }),
      { numRuns: 50 },
    );
  });

  it("keeps what is below a missing parent within its time, counts it, and sums to the root", () => {
    let dropped = 0;
    fc.assert(
      fc.property(
        grown.chain((root) => fc.tuple(fc.constant(toSpans(root)), fc.infiniteStream(fc.boolean()))),
        ([spans, coins]) => {
          const kept = spans.filter((span) => isRoot(span) || coins.next().value === true);
          const known = new Set(kept.map(({ id }) => id));
          const orphans = kept.filter(({ parentId }) => parentId !== undefined && !known.has(parentId));
          dropped += orphans.length;
          const { entries, problems } = buildTree(kept, isRoot);
          const [root] = entries;
          expect(root && nodesOf(root)).toHaveLength(kept.length);
          expect(problems.missingParents).toBe(orphans.length);
          for (const node of entries.flatMap(nodesOf)) {
            for (const child of node.children) {
              expect(child.startMs).toBeGreaterThanOrEqual(node.startMs);
              expect(child.endMs).toBeLessThanOrEqual(node.endMs);
            }
          }
          const waited = root === undefined ? [] : criticalPath(root);
          const lengthMs = (spans[0]?.endMs ?? 0) - (spans[0]?.startMs ?? 0);
          expect(waited.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBeCloseTo(
            lengthMs,
            6,
          );
        },
      ),
      { numRuns: 50 },
    );
    expect(dropped).toBeGreaterThan(8);
  });

  it("survives any spans: parents in circles, one id twice, ends before starts", () => {
    const hostile = fc.array(
      fc.record({
        id: fc.constantFrom("s0", "s1", "s2", "s3"),
        parentId: fc.constantFrom("s0", "s1", "s2", "s3", "gone"),
        documentId: fc.constantFrom("d1", "d2"),
        name: fc.constantFrom("Initialization", "Lambda", "x"),
        startMs: fc.integer({ min: 0, max: 400 }),
        endMs: fc.integer({ min: 0, max: 400 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(hostile, (spans) => {
        for (const entry of buildTree(spans, isRoot).entries) {
          const total = criticalPath(entry).reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
          expect(total).toBeCloseTo(entry.endMs - entry.startMs, 6);
        }
      }),
    );
  });
});

describe("a request", () => {
  it("waits for its steps exactly as long as it lasts, whatever the clocks of the services", () => {
    const clocks = fc.record({
      callMs: fc.integer({ min: 1, max: 900 }),
      coldMs: fc.constantFrom(0, 0, 350),
      serviceMs: fc.integer({ min: -90, max: 90 }),
      functionMs: fc.integer({ min: -90, max: 90 }),
    });
    const target = tracedTarget();
    fc.assert(
      fc.property(clocks, ({ callMs, coldMs, serviceMs, functionMs }) => {
        const documents = orderDocuments("7", callMs, { coldMs }).map(toTraceSpans);
        const off = [0, serviceMs, functionMs];
        const spans = documents.flatMap((document, index) =>
          document.spans.map((span) => ({
            ...span,
            startMs: span.startMs + (off[index] ?? 0),
            endMs: (span.endMs ?? 0) + (off[index] ?? 0),
          })),
        );
        const [request] = profileTrace({ ...traceOf([]), spans }, target).requests;
        const waited = [...(request?.steps.values() ?? [])].map((one) => one.waitedMs);
        expect(waited.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(request?.durationMs ?? -1, 6);
        // Moved clocks move no time from one step to another.
        expect(request?.steps.get("DynamoDB PutItem Orders behind orders-fn")?.waitedMs).toBeCloseTo(
          callMs,
          4,
        );
        expect(request?.coldStarts.map(({ initMs }) => Math.round(initMs))).toEqual(
          coldMs > 0 ? [coldMs] : [],
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe("a recorded trace as documents", () => {
  it("is the same spans again", () => {
    const detail = fc.record(
      {
        origin: fc.constantFrom("AWS::ApiGateway::Stage", "AWS::Lambda"),
        isFault: fc.constant(true as const),
        status: fc.integer({ min: 100, max: 599 }),
        path: fc.constantFrom("/prod/a", "/"),
        method: fc.constantFrom("GET", "POST"),
        operation: fc.constantFrom("PutItem"),
        resource: fc.constantFrom("Orders"),
        requestId: fc.constantFrom("r-1"),
        cause: fc.constantFrom("TimeoutError: after 3 s"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        grown.chain((root) =>
          fc.tuple(fc.constant(toSpans(root)), fc.array(detail, { minLength: 1, maxLength: 9 })),
        ),
        ([plain, details]) => {
          const spans = plain.map((span, index) => ({ ...span, ...details[index % details.length] }));
          const again = toSegments(traceOf([], { spans })).map(toTraceSpans);
          expect(again.every(({ malformed }) => malformed === 0)).toBe(true);
          // A part whose document's first span lies elsewhere becomes a document of its own, and knows its parent still.
          const read = new Map(again.flatMap((one) => one.spans).map((span) => [span.id, span]));
          expect(read.size).toBe(spans.length);
          for (const { documentId: _document, ...span } of spans) {
            expect(read.get(span.id)).toMatchObject({
              ...span,
              startMs: expect.closeTo(span.startMs, 6) as number,
              endMs: expect.closeTo(span.endMs ?? 0, 6) as number,
            });
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
