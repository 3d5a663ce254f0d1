import { describe, expect, test } from "vitest";

import { profileTrace } from "../../../../src/analyzers/traces/profile-trace.ts";
import { orderDocuments, part, traceOf, tracedTarget } from "../../../support/trace-fixtures.ts";

type Json = Record<string, unknown>;

function stageWith(subsegments: readonly Json[], more: Json = {}): Json {
  return part("stage", "orders/prod", 0, 500, { origin: "AWS::ApiGateway::Stage", subsegments, ...more });
}

/** Rounded milliseconds that the only request waited, by label. */
function waited(documents: readonly Json[], target = tracedTarget()): Record<string, number> {
  const [request] = profileTrace(traceOf(documents), target).requests;
  return Object.fromEntries(
    [...(request?.steps ?? [])].map(([label, { waitedMs }]) => [label, Math.round(waitedMs)]),
  );
}

describe("the steps of a request", () => {
  test("divide all of its time", () => {
    expect(waited(orderDocuments("1", 40, { coldMs: 300 }))).toEqual({
      "gateway, before its call": 6,
      "gateway, after its call": 5,
      "call of orders-fn": 2,
      "Lambda service for orders-fn": 3,
      "Lambda overhead of orders-fn": 5,
      "cold start of orders-fn": 300,
      "code of orders-fn": 15,
      "DynamoDB PutItem Orders behind orders-fn": 40,
    });
  });

  test("know an authorizer by its name, or as the function that no route integrates", () => {
    const call = (id: string, name: string, fromMs: number, toMs: number): Json =>
      part(id, "Lambda", fromMs, toMs, { namespace: "aws", aws: { function_name: name } });
    const inside = part("inside", "check-fn", 20, 130, {
      parent_id: "first",
      origin: "AWS::Lambda::Function",
    });
    const documents = [
      stageWith([call("first", "check-fn", 10, 150), call("second", "orders-fn", 160, 480)]),
      inside,
    ];
    expect(waited(documents)).toEqual({
      "gateway, before its call": 10,
      "authorizer check-fn": 140,
      "gateway, after its call": 30,
      "call of orders-fn": 320,
    });
    // Where the routes are not known only the name tells.
    const unknown = tracedTarget({ configuration: null });
    expect(waited(documents, unknown)).toHaveProperty("call of check-fn");
    const named = stageWith([part("first", "Custom Authorizer", 10, 150), part("waf", "WAFv2", 2, 9)]);
    expect(waited([named], unknown)).toMatchObject({ "authorizer Custom Authorizer": 140, "web ACL": 7 });
  });

  test("name calls of calls by who makes them", () => {
    const stock = part("stock", "Lambda", 40, 460, {
      namespace: "aws",
      aws: { operation: "Invoke", function_name: "stock-fn" },
    });
    const other = part("other", "stock-fn", 50, 450, {
      parent_id: "stock",
      origin: "AWS::Lambda::Function",
      subsegments: [
        part("otherCode", "Invocation", 60, 440, {
          subsegments: [
            part("deep", "DynamoDB", 70, 430, { namespace: "aws", aws: { table_name: "Stock" } }),
          ],
        }),
      ],
    });
    const own = part("fn", "orders-fn", 20, 480, {
      parent_id: "call",
      origin: "AWS::Lambda::Function",
      subsegments: [
        part("code", "Invocation", 30, 470, {
          subsegments: [part("own", "## price 4711", 31, 465, { subsegments: [stock] })],
        }),
      ],
    });
    const call = part("call", "Lambda", 10, 490, { namespace: "aws", aws: { function_name: "orders-fn" } });
    const [request] = profileTrace(traceOf([stageWith([call]), own, other]), tracedTarget()).requests;
    const steps = [...(request?.steps.values() ?? [])];
    expect(steps.find(({ step }) => step.resource === "Stock")?.step).toMatchObject({
      label: "DynamoDB Stock behind stock-fn",
      phase: "downstream",
    });
    expect(steps.map(({ step }) => step.label)).toContain("## price # in code of orders-fn");
    expect(steps.find(({ step }) => step.label === "code of stock-fn")?.step.phase).toBe("downstream");
    expect(steps.reduce((sum, { waitedMs }) => sum + waitedMs, 0)).toBeCloseTo(500, 6);
  });

  test("tell what failed, and how often what was called", () => {
    const failed = part("b", "DynamoDB", 50, 90, {
      namespace: "aws",
      aws: { operation: "Query" },
      fault: true,
      cause: { exceptions: [{ type: "ThrottlingException", message: "slow down" }] },
    });
    const again = part("c", "DynamoDB", 95, 140, { namespace: "aws", aws: { operation: "Query" } });
    const own = part("fn", "orders-fn", 20, 480, {
      parent_id: "call",
      origin: "AWS::Lambda::Function",
      subsegments: [part("code", "Invocation", 30, 470, { subsegments: [failed, again] })],
    });
    const call = part("call", "Lambda", 10, 490, { namespace: "aws", aws: { function_name: "orders-fn" } });
    const [request] = profileTrace(
      traceOf([stageWith([call], { fault: true }), own]),
      tracedTarget(),
    ).requests;
    expect(request?.steps.get("DynamoDB Query behind orders-fn")).toMatchObject({ calls: 2, faults: 1 });
    expect(request).toMatchObject({ isFault: true, cause: "ThrottlingException: slow down" });
    expect(request?.repeats).toEqual([
      {
        kind: "retries",
        label: "DynamoDB Query behind orders-fn",
        times: 1,
        totalMs: expect.closeTo(85, 3) as number,
      },
    ]);
  });

  test("see calls in a loop, and not those side by side", () => {
    const calls = (step: number, length: number): Json[] =>
      Array.from({ length: 6 }, (_, index) =>
        part(`c${index}`, "DynamoDB", 40 + index * step, 40 + index * step + length, {
          namespace: "aws",
          aws: { operation: "GetItem" },
        }),
      );
    const repeatsOf = (subsegments: readonly Json[]) => {
      const own = part("fn", "orders-fn", 20, 480, {
        parent_id: "call",
        origin: "AWS::Lambda::Function",
        subsegments: [part("code", "Invocation", 30, 470, { subsegments })],
      });
      const call = part("call", "Lambda", 10, 490, { namespace: "aws", aws: { function_name: "orders-fn" } });
      return profileTrace(traceOf([stageWith([call]), own]), tracedTarget()).requests[0]?.repeats;
    };
    expect(repeatsOf(calls(30, 25))).toEqual([
      expect.objectContaining({
        kind: "repeated-calls",
        times: 6,
        totalMs: expect.closeTo(150, 3) as number,
      }),
    ]);
    expect(repeatsOf(calls(2, 90))).toEqual([]);
    expect(repeatsOf(calls(30, 25).slice(0, 4))).toEqual([]);
  });

  test("are those of this API alone, and of functions where X-Ray sees no stage", () => {
    const documents = orderDocuments("1", 40);
    const other = tracedTarget({ apiId: "zzzzzzzzzz" });
    expect(profileTrace(traceOf(documents), other).requests).toEqual([]);
    const http = tracedTarget({ id: "http:a/prod", kind: "http" });
    const [, service, own] = documents;
    const [request] = profileTrace(traceOf([service ?? {}, own ?? {}]), http).requests;
    expect(request?.durationMs).toBeCloseTo(63, 6);
    expect([...(request?.steps.keys() ?? [])]).toContain("Lambda service for orders-fn");
    expect(profileTrace(traceOf([]), http).requests).toEqual([]);
  });
});

describe("the route of a request", () => {
  const keys = ["POST /orders", "GET /orders/{id}", "GET /orders/latest", "ANY /files/{proxy+}"];
  test.each([
    ["POST", "https://h/prod/orders", "POST /orders"],
    ["GET", "https://h/prod/orders/17", "GET /orders/{id}"],
    ["GET", "https://h/prod/orders/latest", "GET /orders/latest"],
    ["GET", "https://h/shop/orders/17?x=1", "GET /orders/{id}"],
    ["PUT", "https://h/prod/files/a/b/c", "ANY /files/{proxy+}"],
    ["PUT", "https://h/prod/files", null],
    ["DELETE", "https://h/prod/orders/17", null],
  ])("%s %s is %s", (method, url, route) => {
    const stage = stageWith([], { http: { request: { method, url } } });
    const [request] = profileTrace(traceOf([stage]), tracedTarget({}, keys)).requests;
    expect(request?.route).toBe(route);
  });
});
