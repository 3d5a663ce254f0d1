import { expect, test } from "vitest";

import { malformedItems } from "../../../src/collectors/blind-spots.ts";

const CONTEXT = { action: "cloudwatch:ListMetrics", region: "eu-north-1" };

test("items that are not what the service documents are counted, not lost in silence", () => {
  const pages = { items: [17], malformed: 3, error: undefined };
  expect(malformedItems("metrics", null, pages, CONTEXT)).toEqual([
    {
      source: "metrics",
      target: null,
      code: "BAD_RESPONSE",
      hint: expect.stringMatching(/^3 items of cloudwatch:ListMetrics in eu-north-1 /) as unknown,
    },
  ]);
  expect(malformedItems("metrics", null, { ...pages, malformed: 0 }, CONTEXT)).toEqual([]);
});
