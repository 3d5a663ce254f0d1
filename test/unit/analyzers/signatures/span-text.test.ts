import { expect, test } from "vitest";

import { recognize } from "../../../../src/analyzers/signatures/recognize.ts";
import { spanText } from "../../../../src/analyzers/signatures/span-text.ts";
import type { TraceSpan } from "../../../../src/model/trace.ts";

const INTEGRATED = new Set(["orders-fn"]);
const CALL: TraceSpan = {
  id: "a1",
  documentId: "d1",
  name: "Lambda",
  namespace: "aws",
  operation: "Invoke",
  resource: "orders-fn",
  startMs: 17,
};

/** What a failing REST request's span is taken for. */
function idOf(change: Partial<TraceSpan>, integrated: ReadonlySet<string> = INTEGRATED): string | null {
  const text = spanText({ ...CALL, ...change }, integrated);
  if (text === null) return null;
  const call = { status: 500, responseType: null, method: "GET", integration: null };
  return recognize({ source: "traces", api: "rest", text, ...call })?.id ?? null;
}

test("a call of the function that Lambda refused is known by its status, or its mark", () => {
  expect(idOf({ status: 403, isFault: true })).toBe("lambda-permission-missing");
  expect(idOf({ status: 429, isFault: true })).toBe("lambda-throttled");
  expect(idOf({ isThrottle: true, isError: true })).toBe("lambda-throttled");
  expect(idOf({ status: 403 }, new Set())).toBe("lambda-permission-missing");
  const segment = { name: "orders-fn", namespace: undefined, resource: undefined, origin: "AWS::Lambda" };
  expect(idOf({ ...segment, isThrottle: true })).toBe("lambda-throttled");
});

test("a refused call of another function, or of another service, is not the integration's", () => {
  expect(idOf({ status: 403, isFault: true, resource: "token-check" })).toBeNull();
  expect(idOf({ name: "DynamoDB", operation: "GetItem", resource: "Orders", isThrottle: true })).toBeNull();
  expect(idOf({ name: "backend.example", namespace: "remote", status: 403, isError: true })).toBeNull();
});

test("a function that raised is known by its exception, and one that answered says nothing", () => {
  expect(idOf({ status: 200, isFault: true, cause: "TypeError: x is undefined" })).toBe(
    "lambda-function-error",
  );
  expect(idOf({ status: 200, cause: "TypeError: x is undefined" })).toBeNull();
  expect(idOf({ status: 200 })).toBeNull();
});
