import { describe, expect, it } from "vitest";

import { renderLogHtml } from "../../../../src/report/logs/render-log-html.ts";
import { logGroup, logMinute, logReport } from "./log-report-fixture.ts";

const HOSTILE = `"><script>alert(1)</script><img src=x onerror='y'>\u202e\u001b[2J`;
const TAGS =
  "html head meta title style body main header footer section figure figcaption div h1 h2 p span b ul li code table thead tbody tr th td svg path line rect text";

const tagsOf = (page: string): Set<string> =>
  new Set(page.match(/<([a-z][a-z0-9]*)/g)?.map((tag) => tag.slice(1)) ?? []);

describe("renderLogHtml", () => {
  it("shows the numbers", () => {
    const page = renderLogHtml(logReport());
    expect(page).toContain("2026-11-22 14:00 to 2026-11-22 14:03 UTC · 1,234 requests");
    for (const text of ["POST /orders", "3.3%", "1870ms", "1850ms", "23ms", "r-17", "i-23", "203.0.113.9"])
      expect(page).toContain(text);
    expect(page).toContain("2026-11-22 14:02 UTC: 37 requests, 2 4XX, 1 throttled, 1 5XX");
    expect(page).toContain("up to 534");
    expect(page).toContain("order &lt;n&gt; failed");
    expect(page).toContain("Lines that could not be read as requests: 7.");
    expect(page).toContain("Not read: <code>START RequestId</code>");
  });

  it("draws a gap as a gap", () => {
    const page = renderLogHtml(logReport());
    const total = /<path class="line total" d="([^"]*)"/.exec(page)?.[1] ?? "";
    expect(total.match(/M/g)).toHaveLength(2);
    const answered = /<path class="good" d="([^"]*)"/.exec(page)?.[1] ?? "";
    expect(answered.match(/M/g)).toHaveLength(2);
  });

  it("lets no text from outside be anything but text", () => {
    const top = { text: HOSTILE, requests: 9, error: 0, errors4xx: 1, errors5xx: 2, throttled: 3 };
    const page = renderLogHtml(
      logReport({
        groups: [logGroup({ [HOSTILE]: HOSTILE }, { statuses: { [HOSTILE]: 3 } })],
        total: { ...logGroup({}), statuses: { [HOSTILE]: 3 }, responseTypes: { [HOSTILE]: 4 } },
        top: { clients: [top], apiKeys: [top], userAgents: [top], messages: [top] },
        slowest: [
          {
            latencyMs: 5,
            time: null,
            status: null,
            key: { [HOSTILE]: HOSTILE },
            requestId: HOSTILE,
            integrationRequestId: HOSTILE,
          },
        ],
        formats: [HOSTILE],
        unparsedSamples: [HOSTILE],
        problems: [{ path: HOSTILE, message: HOSTILE }],
      }),
    );
    expect(page.split("&lt;script&gt;").length - 1).toBeGreaterThan(10);
    expect([...tagsOf(page)].filter((tag) => !TAGS.split(" ").includes(tag))).toEqual([]);
    // No quote was left to end an attribute.
    expect(page).not.toContain("onerror='");
    for (const character of ["\u202e", "\u001b"]) expect(page).not.toContain(character);
  });

  it("says nothing of what was not logged", () => {
    const none = { p50: null, p90: null, p99: null };
    const group = logGroup(
      { route: null },
      { latencyMs: none, integrationLatencyMs: none, overheadMs: none, authorizerLatencyMs: none },
    );
    const page = renderLogHtml(
      logReport({
        groups: [group],
        total: group,
        minutes: [logMinute("2026-11-22T14:00:00.000Z", { latencyMs: none, integrationLatencyMs: none })],
        slowest: [],
      }),
    );
    expect(page).not.toMatch(/NaN|undefined|null|Infinity/);
    expect(page).not.toContain("Latency p50");
    expect(page).not.toContain("Where the time goes");
  });

  it("of a log without times and requests is a page all the same", () => {
    const page = renderLogHtml(
      logReport({
        requests: 0,
        groups: [],
        minutes: [],
        slowest: [],
        total: logGroup({}, { statuses: {}, responseTypes: {} }),
        top: { clients: [], apiKeys: [], userAgents: [], messages: [] },
      }),
    );
    expect(page).toContain("no times were logged");
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("shows a hundred groups and counts the rest", () => {
    const groups = Array.from({ length: 131 }, (_, at) => logGroup({ route: `GET /r${at}x` }));
    const page = renderLogHtml(logReport({ groups }));
    expect(page).toContain("/r99x");
    expect(page).not.toContain("/r100x");
    expect(page).toContain("And 31 more");
  });
});
