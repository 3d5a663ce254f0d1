import { describe, expect, it } from "vitest";

import { withoutExplained } from "../../../src/analyzers/explained.ts";
import { analyze } from "../../../src/analyzers/run.ts";
import { headroom } from "../../../src/analyzers/throttling/headroom.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { StageConfiguration, Throttle } from "../../../src/model/target.ts";
import { madeSnapshot, madeTarget, minutesAgo } from "../../support/analyzers-snapshot.ts";
import { logSnapshot } from "../../support/incident-logs.ts";

function configured(throttle: Throttle | null, ofRoute: Throttle | null = null): StageConfiguration {
  const [target] = logSnapshot([], { throttle }).targets;
  const configuration = target?.configuration;
  if (!configuration) throw new Error("no configuration");
  const route = {
    key: "POST /orders",
    integration: "lambda-proxy" as const,
    integrationTarget: null,
    timeoutMs: null,
    authorization: null,
    apiKeyRequired: false,
    detailedMetrics: true,
    cached: false,
    throttle: ofRoute,
  };
  return { ...configuration, routes: [route] };
}

/** A stage of 600 requests a minute, so ten a second, that are 5,100 in its last twenty minutes. */
function told(configuration: StageConfiguration, routes?: readonly string[]): readonly Finding[] {
  const made = madeTarget({
    days: 0.2,
    configuration,
    ...(routes === undefined ? {} : { routes }),
    at: (timeMs) => ({ requests: timeMs >= minutesAgo(20) ? 5_100 : 600 }),
  });
  const { findings, failures } = analyze(madeSnapshot([made], { days: 0.2 }), () => DEFAULT_SETTINGS, [
    headroom,
  ]);
  expect(failures).toEqual([]);
  return findings;
}

describe("headroom", () => {
  it("names the stage's limit from 80 % of it on, with the numbers", () => {
    const [finding, ...others] = told(configured({ rateLimit: 97, burstLimit: 211 }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "info",
      route: null,
      endedAt: null,
      cause: { kind: "throttle" },
    });
    expect(finding?.title).toContain("of the stage's limit");
    const [rate, share] = finding?.evidence ?? [];
    expect(rate?.baseline).toBe(97 * 60);
    expect(rate?.observed).toBeCloseTo((share?.observed ?? 0) * 97 * 60, 6);
    expect(Date.parse(finding?.startedAt ?? "")).toBe(minutesAgo(20));
  });

  it("keeps still below that, and where a limit of 0 turns everything away on purpose", () => {
    expect(told(configured({ rateLimit: 131, burstLimit: 211 }))).toEqual([]);
    expect(told(configured({ rateLimit: 0, burstLimit: 0 }))).toEqual([]);
    expect(told(configured(null))).toEqual([]);
  });

  it("names a route's limit where the route has metrics of its own", () => {
    const own = configured({ rateLimit: 400, burstLimit: 500 }, { rateLimit: 90, burstLimit: 101 });
    const [finding] = told(own, ["POST /orders", "GET /orders"]);
    expect(finding?.route).toBe("POST /orders");
    expect(told(own)).toEqual([]);
  });
});

describe("told once", () => {
  const finding = (analyzer: string, startedAt: string, endedAt: string | null): Finding => ({
    id: analyzer,
    analyzer,
    severity: "info",
    target: "rest:orders/prod",
    route: null,
    title: analyzer,
    summary: "",
    startedAt,
    endedAt,
    confidence: 0.9,
    impact: { requests: 7, share: 0.3 },
    cause: { kind: "throttle", detail: "" },
    evidence: [],
    actions: [],
    links: [],
  });
  const near = finding("throttling/headroom", "2026-10-15T13:05:00.000Z", null);
  const turned = finding("throttling/turned-away", "2026-10-15T13:10:00.000Z", "2026-10-15T13:40:00.000Z");
  const names = (findings: readonly Finding[]) => withoutExplained(findings).map(({ analyzer }) => analyzer);

  it("by the client errors, where they rose at the same time", () => {
    const errors = finding("errors/client-error-spike", "2026-10-15T13:20:00.000Z", null);
    expect(names([near, turned, errors])).toEqual(["errors/client-error-spike"]);
    const earlier = finding(
      "errors/client-error-spike",
      "2026-10-15T12:20:00.000Z",
      "2026-10-15T12:50:00.000Z",
    );
    expect(names([turned, earlier])).toEqual(["throttling/turned-away", "errors/client-error-spike"]);
  });

  it("by what was turned away, before what nearly was", () => {
    expect(names([near, turned])).toEqual(["throttling/turned-away"]);
    expect(names([near])).toEqual(["throttling/headroom"]);
  });
});
