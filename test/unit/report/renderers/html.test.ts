import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";

import { MINUTE_MS } from "../../../../src/core/window.ts";
import type { Finding } from "../../../../src/model/finding.ts";
import type { Snapshot } from "../../../../src/model/snapshot.ts";
import { htmlRenderer } from "../../../../src/report/renderers/html/html.ts";
import { toView, type ViewAdditions } from "../../../../src/report/view/to-view.ts";
import { aFinding, aSeries, aSnapshot, aTarget, END_MS, WINDOW } from "../../../support/report-fixtures.ts";
import { aLogSlice, minuteSnapshot } from "../../../support/report-snapshot.ts";

const OPTIONS = { colour: false, width: 80, timeZone: "Europe/Berlin", verbose: false };
const render = (
  snapshot: Snapshot,
  findings: readonly Finding[] = [],
  additions: ViewAdditions = {},
): string => htmlRenderer.render(toView(snapshot, findings, "0.1.0", additions), OPTIONS);
const textOf = (page: string): string => page.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");

describe("the HTML report", () => {
  it("allows its own script and styles by their hashes, and nothing else", () => {
    const page = render(minuteSnapshot(1, 5));
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const styles = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map((match) => match[1] ?? "");
    const script = /<script>([^]*?)<\/script>/.exec(page)?.[1] ?? "";
    expect(styles).toHaveLength(2);
    expect(script.length).toBeGreaterThan(40_000);
    expect(page).toContain(
      `content="default-src 'none'; style-src ${styles.map(hash).join(" ")}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).toMatch(/[^\n]\n$/);
  });

  it("shows a finding where it is looked for: in the list, at its target and on the charts", () => {
    const finding = aFinding({ startedAt: new Date(END_MS - 17 * MINUTE_MS).toISOString(), endedAt: null });
    const series = ["Count", "5XXError"].map((metric) => aSeries(metric, "Sum", [90, 80, 70, 60]));
    const page = render(aSnapshot({ series, targets: [aTarget()] }), [finding]);
    expect(page).toContain('<a href="#finding-1">1. Server errors on POST /orders</a>');
    expect(page).toContain('<article class="finding critical" id="finding-1">');
    expect(page).toContain('<details class="target" id="target-1" open>');
    for (const text of [
      "since 16:43 UTC, 17m before the end; still going on",
      "almost certain (97 %)",
      "Cause: integration. the Lambda function orders-api answers 502",
      "5XX ratio 8.4 % 0.11 % metrics",
      "Roll back deployment d7.",
    ])
      expect(textOf(page).replaceAll(" . ", ". ")).toContain(text);
    const json = /id="data">([^]*?)<\/script>/.exec(page)?.[1] ?? "{}";
    expect(JSON.parse(json)).toMatchObject({
      startMs: WINDOW.startMs,
      endMs: END_MS,
      targets: [{ spans: [{ startMs: END_MS - 17 * MINUTE_MS, endMs: END_MS, severity: "critical" }] }],
    });
  });

  it("says where what was added concentrates", () => {
    const verdict = {
      side: "client" as const,
      phase: null,
      signature: "expired-token",
      dimensions: [{ name: "userAgent" as const, value: "okhttp/4.9", share: 0.83, now: 0.61, before: null }],
      change: null,
      signals: ["metrics" as const, "access-logs" as const],
      confidence: 0.91,
    };
    const text = textOf(render(aSnapshot(), [aFinding({ verdict })]));
    expect(text).toContain(
      "looks like expired-token · from metrics, access-logs · right in 91% of such cases",
    );
    expect(text).toContain("user agent okhttp/4.9 83% 61% -");
  });

  it("says in words what each chart shows, and how numbers came about", () => {
    const page = render(minuteSnapshot(1, 30));
    expect(page.match(/class="plot" tabindex="0" role="img" aria-label="/g)).toHaveLength(6);
    expect(page).toMatch(/aria-label="Latency p99 of rest:api-0\/prod\. total: [\d.]+ms at its lowest, /);
    expect(textOf(page)).toContain("The p99 of three hours cannot be computed from the p99 of each minute.");
    // A healthy target is folded away; its deployment is named all the same.
    expect(page).toContain('<details class="target" id="target-1" >');
    expect(textOf(page)).toContain("d7 at 16:38 UTC: version 4.18");
  });

  it("splits a request's time by the log's phases, before and since", () => {
    const phase = (name: "latency" | "integrationLatency" | "authorizerLatency", meanMs: number) => ({
      route: null,
      phase: name,
      count: 31,
      meanMs,
      p50: meanMs,
      p90: meanMs,
      p99: meanMs * 2,
      buckets: null,
    });
    const slice = (startMs: number, authorizerMs: number) =>
      aLogSlice({
        startMs,
        endMs: startMs + 5 * MINUTE_MS,
        latencies: [
          phase("latency", 57 + authorizerMs),
          phase("integrationLatency", 50),
          phase("authorizerLatency", authorizerMs),
        ],
      });
    const finding = aFinding({ startedAt: new Date(END_MS - 20 * MINUTE_MS).toISOString() });
    const logs = [slice(END_MS - 10 * MINUTE_MS, 333), slice(END_MS - 30 * MINUTE_MS, 12)];
    const text = textOf(render(aSnapshot({ logs }), [finding]));
    expect(text).toContain("16:30 to 16:35 (before) 31 37% 12ms (p99 24ms) 50ms (p99 100ms) 7ms 69ms");
    expect(text).toContain("16:50 to 16:55 31 37% 333ms (p99 666ms) 50ms (p99 100ms) 7ms 390ms");
  });

  it("says how to get alarms where none were read", () => {
    expect(textOf(render(aSnapshot()))).toContain("No alarms were read. Add --alarms live");
  });

  it("is a page where there is nothing to show", () => {
    const text = textOf(render(aSnapshot({ targets: [] })));
    expect(text).toContain("No API was found to look at.");
    expect(text).not.toContain("Target by target");
    expect(textOf(render(aSnapshot()))).toContain("There are no datapoints to draw.");
  });

  it("stays below a megabyte for 20 targets with a day of minutes", () => {
    const snapshot = minuteSnapshot(20, 1_440);
    const findings = snapshot.targets.map(({ id }, index) => aFinding({ id: `f-${index}`, target: id }));
    const page = render(snapshot, findings);
    expect(page.match(/class="plot"/g)).toHaveLength(120);
    // Every minute is in it: as many steps as there are minutes.
    expect(page).toContain('"stepMs":60000');
    expect(Buffer.byteLength(page)).toBeGreaterThan(300_000);
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });

  it("draws more minutes than a page can hold in longer steps", () => {
    const page = render(minuteSnapshot(20, 1_800));
    expect(page).toContain('"stepMs":120000');
    expect(textOf(page)).toContain("2m a step");
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });
});
