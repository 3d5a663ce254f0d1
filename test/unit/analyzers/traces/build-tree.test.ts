import { describe, expect, test } from "vitest";

import { buildTree, type TraceNode } from "../../../../src/analyzers/traces/build-tree.ts";
import { toTraceSpans } from "../../../../src/model/trace-spans.ts";
import type { TraceSpan } from "../../../../src/model/trace.ts";
import { orderDocuments, part, TRACE_S } from "../../../support/trace-fixtures.ts";

const isStage = ({ origin }: TraceSpan): boolean => origin === "AWS::ApiGateway::Stage";
const spansOf = (documents: readonly unknown[]): TraceSpan[] =>
  documents.flatMap((document) => toTraceSpans(document).spans);

/** "id from-to", indented: milliseconds after the fixture's start. */
function drawn(node: TraceNode, depth = 0): string[] {
  const at = (ms: number): number => Math.round(ms - TRACE_S * 1_000);
  const line = `${" ".repeat(depth)}${node.span.id} ${at(node.startMs)}-${at(node.endMs)}`;
  return [line, ...node.children.flatMap((child) => drawn(child, depth + 1))];
}

function treeOf(documents: readonly unknown[]) {
  const { entries, problems } = buildTree(spansOf(documents), isStage);
  return { lines: entries.flatMap((entry) => drawn(entry)), problems };
}

const FINE = { inProgress: 0, missingParents: 0, skewed: 0, outlasting: 0 };

describe("the tree of a trace", () => {
  test("joins the documents of gateway, service and function, with the initialization before its function", () => {
    expect(treeOf(orderDocuments("1", 40, { coldMs: 300 }))).toEqual({
      lines: [
        "stage1 0-376",
        " call1 6-371",
        "  service1 7-370",
        "   function1 9-369",
        "    init1 9-309",
        "    code1 309-364",
        "     table1 320-360",
        "    overhead1 364-368",
      ],
      problems: FINE,
    });
  });

  test("leaves out what X-Ray inferred, since it repeats its caller", () => {
    const inferred = part("seen", "Orders", 21, 60, {
      parent_id: "table1",
      inferred: true,
      origin: "AWS::DynamoDB::Table",
    });
    const documents = orderDocuments("1", 40);
    expect(treeOf([...documents, inferred])).toEqual(treeOf(documents));
  });

  test("moves a document whose clock differs, with its parts", () => {
    const [stage, service, own] = orderDocuments("1", 40);
    const late = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
        (key === "start_time" || key === "end_time") && typeof inner === "number" ? inner + 0.037 : inner,
      );
    const { lines, problems } = treeOf([stage, service, late(own)]);
    expect(problems).toEqual({ ...FINE, skewed: 1 });
    // Its end is moved back to its caller's, no further: 70.
    expect(lines.slice(3)).toEqual([
      "   function1 10-70",
      "    code1 10-65",
      "     table1 21-61",
      "    overhead1 65-69",
    ]);
  });

  test("cuts what outlasts its caller, and leaves out what runs after it", () => {
    const stage = part("a", "orders/prod", 0, 50, {
      origin: "AWS::ApiGateway::Stage",
      subsegments: [part("b", "SQS", 10, 30, { namespace: "aws" })],
    });
    const consumer = part("c", "consumer", 4_000, 4_700, { parent_id: "b", origin: "AWS::Lambda" });
    const slow = part("d", "slow", 12, 900, { parent_id: "b", origin: "AWS::Lambda" });
    expect(treeOf([stage, consumer, slow])).toEqual({
      lines: ["a 0-50", " b 10-30", "  d 12-30"],
      problems: { ...FINE, outlasting: 2 },
    });
  });

  test("counts what has not ended up to the end of its parts", () => {
    const open = { ...part("code", "Invocation", 20, 99), in_progress: true, end_time: undefined };
    const own = {
      ...part("fn", "fn", 15, 99, { parent_id: "a", origin: "AWS::Lambda::Function" }),
      end_time: undefined,
    };
    const document = {
      ...own,
      subsegments: [{ ...open, subsegments: [part("call", "DynamoDB", 25, 80, { namespace: "aws" })] }],
    };
    const { lines, problems } = treeOf([
      part("a", "orders/prod", 0, 100, { origin: "AWS::ApiGateway::Stage" }),
      document,
    ]);
    expect(problems.inProgress).toBe(2);
    expect(lines[3]).toBe("   call 25-80");
  });

  test("puts the function where its time lies when the service's segment is missing", () => {
    const [stage, , own] = orderDocuments("1", 40);
    const { lines, problems } = treeOf([stage, own]);
    expect(problems).toEqual({ ...FINE, missingParents: 1 });
    expect(lines.slice(0, 3)).toEqual(["stage1 0-76", " call1 6-71", "  function1 9-69"]);
  });

  test("takes every request of a trace, and none of another API", () => {
    const second = orderDocuments("2", 25).map((document) => ({ ...document }));
    const { entries } = buildTree(spansOf([...orderDocuments("1", 40), ...second]), isStage);
    expect(entries.map(({ span }) => span.id)).toEqual(["stage1", "stage2"]);
    expect(buildTree(spansOf(orderDocuments("1", 40)), () => false).entries).toEqual([]);
    expect(buildTree([], isStage).entries).toEqual([]);
  });
});
