import { describe, expect, it } from "vitest";

import { parseMetricSelector } from "../../../../src/alarms/cases/parse-metric-selector.ts";

describe("a metric and its dimensions", () => {
  it.each([
    ["Count", { metric: "Count", dimensions: {} }],
    ["4xx{}", { metric: "4xx", dimensions: {} }],
    [
      '5XXError{ApiName="orders", Stage="prod"}',
      { metric: "5XXError", dimensions: { ApiName: "orders", Stage: "prod" } },
    ],
    [
      String.raw` Latency { Resource = "/a/{id}, \"b\"" , Method="GET",} `,
      { metric: "Latency", dimensions: { Resource: '/a/{id}, "b"', Method: "GET" } },
    ],
  ])("%s", (text, expected) => expect(parseMetricSelector(text)).toEqual(expected));

  it.each([
    ["", 0],
    ['Count{ApiName="x"', 5],
    ["Count{ApiName=x}", 6],
    ['Count{A="x" B="y"}', 6],
    ['Count{A="x", A="y"}', 12],
    ['Count{A="x"} 5', 5],
  ])("%s cannot be read from character %d", (text, offset) => expect(parseMetricSelector(text)).toBe(offset));
});
