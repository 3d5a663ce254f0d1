import { expect, test } from "vitest";

import { withoutExplained } from "../../../src/analyzers/explained.ts";
import type { Finding } from "../../../src/model/finding.ts";

function finding(analyzer: string, minute: number, share: number, more: Partial<Finding> = {}): Finding {
  return {
    id: `${analyzer}-${minute}`,
    analyzer,
    severity: "warning",
    target: "rest:a/b",
    route: null,
    title: "",
    summary: "",
    startedAt: new Date(Date.UTC(2026, 3, 4, 5, minute)).toISOString(),
    endedAt: null,
    confidence: 0.9,
    impact: { requests: 17, share },
    cause: { kind: "unknown", detail: "" },
    evidence: [],
    actions: [],
    links: [],
    ...more,
  };
}

const slow = finding("latency/integration-regression", 20, 0.5);

test.each<[string, Finding, boolean]>([
  ["a cache collapse at the same time", finding("cache/hit-ratio-collapse", 23, 0.7), true],
  ["a cache collapse an hour earlier", finding("cache/hit-ratio-collapse", -40, 0.7), false],
  [
    "a cache collapse of another target",
    finding("cache/hit-ratio-collapse", 23, 0.7, { target: "rest:c/b" }),
    false,
  ],
  ["many server errors", finding("errors/server-error-spike", 14, 0.06), true],
  ["few server errors", finding("errors/server-error-spike", 14, 0.02), false],
  ["client errors", finding("errors/client-error-spike", 14, 0.6), false],
])("a latency regression beside %s", (_, other, isExplained) => {
  expect(withoutExplained([slow, other])).toEqual(isExplained ? [other] : [slow, other]);
});

test("a slow tail is explained even by few server errors: they are the tail", () => {
  const tail = finding("latency/regression", 20, 0.01);
  const errors = finding("errors/server-error-spike", 21, 0.02);
  expect(withoutExplained([tail, errors])).toEqual([errors]);
});

test("another route's trouble explains nothing", () => {
  const own = finding("latency/regression", 20, 0.5, { route: "GET /x" });
  const other = finding("errors/server-error-spike", 21, 0.3, { route: "GET /y" });
  expect(withoutExplained([own, other])).toEqual([own, other]);
});

test("a surge is explained by client errors where the added requests are the refused ones", () => {
  const surge = finding("traffic/surge", 20, 0.6);
  const refused = finding("errors/client-error-spike", 22, 0.5);
  const few = { ...refused, impact: { requests: 3, share: 0.02 } };
  expect(withoutExplained([surge, refused])).toEqual([refused]);
  expect(withoutExplained([surge, few])).toEqual([surge, few]);
});
