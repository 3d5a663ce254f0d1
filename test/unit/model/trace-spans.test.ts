import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

import { parseSegmentDocument, toTraceSpans } from "../../../src/model/trace-spans.ts";
import { traceSpanSchema } from "../../../src/model/trace.ts";
import { orderDocuments, part } from "../../support/trace-fixtures.ts";

const RECORDED = `${process.env["GATEWATCH_DATA"] ?? "../shared/data"}/xray/xray-segments.json`;

describe("a segment document", () => {
  test("becomes spans without what could be personal", () => {
    const [stage] = orderDocuments("1", 40);
    const { spans, malformed } = toTraceSpans({ ...stage, user: "ada", metadata: { default: { a: "ada" } } });
    expect(malformed).toBe(0);
    expect(spans.map(({ id, parentId, documentId }) => [id, parentId, documentId])).toEqual([
      ["stage1", undefined, "stage1"],
      ["call1", "stage1", "stage1"],
    ]);
    expect(spans[0]).toMatchObject({
      origin: "AWS::ApiGateway::Stage",
      method: "POST",
      path: "/prod/orders",
      status: 201,
      requestId: "request-1",
      apiId: "a1b2c3d4e5",
    });
    expect(spans[1]).toMatchObject({ namespace: "aws", operation: "Invoke", resource: "orders-fn" });
    expect(JSON.stringify(spans)).not.toMatch(/secret|192\.0\.2\.7|ada|undefined/);
    for (const span of spans) expect(traceSpanSchema.parse(span)).toEqual(span);
  });

  test.each([
    ["https://sqs.eu-west-1.amazonaws.com/123456789012/bills", { queue_url: "?" }, "bills"],
    ["arn:aws:sns:eu-west-1:123456789012:news", { topic_arn: "?" }, "news"],
    ["Orders", { table_name: "?" }, "Orders"],
    ["labels", { bucket_name: "?" }, "labels"],
    ["first", { resource_names: ["?", "second"] }, "first"],
  ])("names what a call is about: %s", (value, aws, resource) => {
    const filled: unknown = JSON.parse(JSON.stringify(aws).replace("?", value));
    expect(toTraceSpans(part("a", "x", 0, 5, { aws: filled })).spans[0]?.resource).toBe(resource);
  });

  test("in progress has no end, and a cause says what was thrown first", () => {
    const thrown = [{ type: "TimeoutError", message: "after\n3 s" }, { type: "Other" }];
    const { spans } = toTraceSpans({
      ...part("a", "x", 0, 5, { fault: true, cause: { exceptions: thrown } }),
      in_progress: true,
    });
    expect(spans[0]).not.toHaveProperty("endMs");
    expect(spans[0]).toMatchObject({ isFault: true, cause: "TimeoutError: after 3 s" });
  });

  test("with a detail of another type loses the detail alone", () => {
    const odd = part("a", "x", 0, 5, {
      http: 7,
      aws: { retries: "2", operation: "Get" },
      fault: "yes",
      cause: "id",
    });
    expect(toTraceSpans(odd)).toEqual({
      malformed: 0,
      spans: [expect.objectContaining({ id: "a", operation: "Get" })],
    });
    expect(toTraceSpans(odd).spans[0]).not.toHaveProperty("isFault");
  });

  test("that is none is counted, part by part", () => {
    expect(parseSegmentDocument("{").malformed).toBe(1);
    expect(parseSegmentDocument("null").malformed).toBe(1);
    expect(parseSegmentDocument('{"id":"a","name":"x","start_time":"now"}').malformed).toBe(1);
    const mixed = part("a", "x", 0, 9, { subsegments: [part("b", "y", 1, 2), 17, { id: "c" }] });
    const read = parseSegmentDocument(JSON.stringify(mixed));
    expect([read.spans.map(({ id }) => id), read.malformed]).toEqual([["a", "b"], 2]);
  });

  test("of half a megabyte, or nested without end, is read all the same", () => {
    const calls = Array.from({ length: 4_000 }, (_, index) =>
      part(`c${index}`, "DynamoDB", index, index + 0.9),
    );
    const large = JSON.stringify(part("a", "x", 0, 4_000, { subsegments: calls }));
    expect(large.length).toBeGreaterThan(300_000);
    expect(parseSegmentDocument(large).spans).toHaveLength(4_001);
    let deep = part("last", "x", 0, 1);
    for (let level = 0; level < 5_000; level += 1)
      deep = part(`d${level}`, "x", 0, 1, { subsegments: [deep] });
    expect(toTraceSpans(deep)).toMatchObject({ malformed: 1 });
    expect(toTraceSpans(deep).spans).toHaveLength(201);
  });
});

describe.skipIf(!existsSync(RECORDED))("segments that AWS wrote (skipped without the recorded data)", () => {
  const recorded = existsSync(RECORDED)
    ? (JSON.parse(readFileSync(RECORDED, "utf8")) as { doc: Record<string, unknown> }[])
    : [];

  test("are all read, with every subsegment", () => {
    expect(recorded.length).toBeGreaterThan(5);
    const idsOf = (doc: Record<string, unknown>): unknown[] => [
      doc["id"],
      ...((doc["subsegments"] ?? []) as Record<string, unknown>[]).flatMap(idsOf),
    ];
    for (const { doc } of recorded) {
      const { spans, malformed } = toTraceSpans(doc);
      expect(malformed).toBe(0);
      expect(spans).toHaveLength(idsOf(doc).length);
      expect(new Set<unknown>(spans.map(({ id }) => id))).toEqual(new Set(idsOf(doc)));
    }
  });

  test("the stage's, the service's and the function's among them", () => {
    const spans = recorded.flatMap(({ doc }) => toTraceSpans(doc).spans);
    const origins = new Set(spans.flatMap(({ origin }) => origin ?? []));
    expect([...origins].sort()).toEqual([
      "AWS::ApiGateway::Stage",
      "AWS::Events",
      "AWS::Lambda",
      "AWS::Lambda::Function",
    ]);
    expect(spans.find(({ origin }) => origin === "AWS::Events")).toMatchObject({
      isInferred: true,
      operation: "PutEvents",
      retries: 1,
    });
  });
});
