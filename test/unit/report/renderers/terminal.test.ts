import { expect, test } from "vitest";

import { RENDERERS } from "../../../../src/report/renderers/registry.ts";
import { terminalRenderer } from "../../../../src/report/renderers/terminal/terminal.ts";
import { toView } from "../../../../src/report/view/to-view.ts";
import type { Snapshot } from "../../../../src/model/snapshot.ts";
import type { Finding } from "../../../../src/model/finding.ts";
import { aFinding, aSeries, aSnapshot, aTarget } from "../../../support/report-fixtures.ts";

const PLAIN = { colour: false, width: 80, timeZone: "UTC", verbose: false };
const SERIES = [
  aSeries("Count", "Sum", [100, 110, 120, 130, 90, 80, 70, 200, 210, 105, 95, 107]),
  aSeries("5XXError", "Sum", [1, 0, 0, 0, 0, 0, 2, 20, 22, 15, 17, 12]),
  aSeries("Latency", "p50", [11, 12, 13, 14]),
  aSeries("Latency", "p99", [171, 172, 173, 174]),
];

function rendered(snapshot: Snapshot, findings: readonly Finding[], options = PLAIN): string {
  return terminalRenderer.render(toView(snapshot, findings, "0.1.0"), options);
}

test("a finding says what, where, since when, how sure, why, the proof and what to do", () => {
  const text = rendered(aSnapshot({ series: SERIES }), [aFinding()]);
  expect(text).toContain("1 target: 1 critical. 1 finding, worst first below.");
  expect(text).toMatch(/^critical rest:orders\/prod +[▁-█]+ +1.42k +- +6.3% +13ms +173ms$/m);
  expect(text).toContain("1. CRITICAL Server errors on POST /orders");
  expect(text).toContain("Where   rest:orders/prod, route POST /orders");
  expect(text).toContain("Since   16:21 UTC, 39m before the end; still going on");
  expect(text).toContain("Sure    almost certain (97 %)");
  expect(text).toContain("Cause   integration: the Lambda function orders-api answers 502");
  expect(text).toContain("Impact  412 requests, 8.4 % of the route's in that time");
  expect(text).toContain("Proof   5XX ratio: 8.4 %, usually 0.11 %");
  expect(text).toContain("Next    1. Look at the function's log since 16:20.");
  expect(text).toContain("        2. Roll back deployment d7.");
});

test("a finding that is over says so, with the reader's own time beside UTC", () => {
  const over = aFinding({ endedAt: "2026-03-05T16:41:00.000Z", startedAt: "2026-03-04T23:50:00.000Z" });
  const text = rendered(aSnapshot(), [over], { ...PLAIN, timeZone: "Asia/Tokyo" });
  expect(text.replaceAll(/\s+/g, " ")).toContain(
    "Since 2026-03-04 23:50 UTC (08:50 your time), 17h 10m before the end; over at 16:41 UTC (01:41 your time) after 16h 51m",
  );
});

test("a healthy account takes two lines, and what was looked at", () => {
  const lines = rendered(aSnapshot({ series: SERIES }), []).split("\n");
  expect(lines.slice(0, 3)).toEqual([
    "Gatewatch 2026-03-05 16:00 to 17:00 UTC (1h, baseline 7d), from a recording",
    "The one target is healthy: nothing to do.",
    "",
  ]);
  expect(lines[4]).toMatch(/^healthy {2}rest:orders\/prod /);
});

test("what could not be looked at is not called healthy, nor well", () => {
  const spot = { source: "metrics", target: null, code: "ACCESS_DENIED", hint: "Grant it." };
  const partly = rendered(aSnapshot({ series: SERIES, blindSpots: [spot] }), []);
  expect(partly).toContain("The one target is healthy. 1 blind spot.");
  const blind = rendered(aSnapshot({ series: [], blindSpots: [spot] }), []);
  expect(blind).toContain("1 target: 1 unknown. Nothing could be judged. 1 blind spot.");
});

test("an account without APIs says that", () => {
  expect(rendered(aSnapshot({ targets: [] }), [])).toContain("No API was found to look at.");
});

test("the same blind spot on many targets is told once", () => {
  const hint = "Grant apigateway:GET.";
  const blindSpots = ["a", "b", "c", "d", "e"].map((api) => ({
    source: "inventory",
    target: `rest:${api}/prod`,
    code: "ACCESS_DENIED",
    hint,
  }));
  const text = rendered(aSnapshot({ blindSpots }), []);
  expect(text.split(hint)).toHaveLength(2);
  expect(text.replaceAll(/\s+/g, " ")).toContain("(rest:a/prod, rest:b/prod, rest:c/prod and 2 more)");
  expect(text).toContain("5 blind spots.");
});

test("cost is told with what it was for", () => {
  const cost = {
    metricsRequested: 420,
    logBytesScanned: 0,
    tracesRetrieved: 0,
    usd: 0.0042,
    calls: { "cloudwatch:GetMetricData": 1, "apigateway:GetRestApis": 2 },
  };
  const asked = "$0.0042 at list prices (420 metrics requested, 3 calls to AWS).";
  expect(rendered(aSnapshot({ cost, origin: "aws" }), [])).toContain(`\nCost: about ${asked}`);
  expect(rendered(aSnapshot({ cost, origin: "recorded" }), []).replaceAll(/\s+/g, " ")).toContain(
    `Cost: nothing now; the recording cost about ${asked}`,
  );
  const free = { ...cost, usd: 0, metricsRequested: 0 };
  expect(rendered(aSnapshot({ cost: free, origin: "aws" }), [])).toContain(
    "Cost: nothing at list prices (0 metrics requested, 3 calls to AWS).",
  );
});

test("names too long for their column are never cut", () => {
  const long = "a-really-long-api-name-that-somebody-generated-from-a-branch-name";
  const text = rendered(aSnapshot({ targets: [aTarget({ apiName: long })] }), []);
  expect(text.replaceAll(/\s/g, "")).toContain(`rest:${long}/prod`);
});

test("colour adds nothing but colour", () => {
  const snapshot = aSnapshot({ series: SERIES });
  const coloured = rendered(snapshot, [aFinding()], { ...PLAIN, colour: true });
  // oxlint-disable-next-line no-control-regex -- the escape sequence is what is looked for
  const without = coloured.replaceAll(/\u001b\[[0-9;]*m/g, "");
  expect(coloured).not.toBe(without);
  expect(without).toBe(rendered(snapshot, [aFinding()]));
});

test("JSON is the report and one newline, with steering characters spelled out", () => {
  const json = RENDERERS.find(({ format }) => format === "json");
  const target = aTarget({ apiName: "a\u009b31m\u202eb\u{e0041}" });
  const view = toView(aSnapshot({ targets: [target] }), [], "0.1.0");
  const text = json?.render(view, PLAIN) ?? "";
  expect(JSON.parse(text)).toEqual(view.report);
  expect(text).toMatch(/[^\n]\n$/);
  expect(text).toContain(String.raw`a\u009b31m\u202eb\udb40\udc41/prod`);
  expect(text).not.toMatch(/[\u009b\u202e]/);
});

test("long links and the lesser numbers wait for --verbose, and then links stay whole", () => {
  const url = `https://console.aws.amazon.com/${"graph/".repeat(40)}`;
  const evidence = [11, 12, 13, 14, 15, 16].map((observed) => ({
    label: `number ${observed}`,
    baseline: null,
    observed,
    unit: "count" as const,
    source: "access-logs" as const,
  }));
  const finding = aFinding({ links: [{ label: "Graph", url }], evidence });
  const brief = rendered(aSnapshot(), [finding]);
  expect(brief).not.toContain("graph/");
  expect(brief).toContain("number 14: 14 (access-logs)");
  expect(brief).not.toContain("number 15");
  expect(brief).toContain("and 2 numbers more with --verbose");
  expect(brief).toContain("Links to graphs of these findings: --verbose, or --format json.");
  const whole = rendered(aSnapshot(), [finding], { ...PLAIN, verbose: true });
  expect(whole).toContain(`Link    Graph: ${url}\n`);
  expect(whole).toContain("number 16: 16");
});
