import { describe, expect, it } from "vitest";

import { createRandom } from "../../../src/core/random.ts";
import { datapoints, type Series } from "../../../src/model/series.ts";
import type { Route, Target } from "../../../src/model/target.ts";
import { findIncident } from "../../../src/simulate/incidents/registry.ts";
import { createFluidLimits } from "../../../src/simulate/overlay-limits.ts";
import { overlayIncident, type OverlayPlacement } from "../../../src/simulate/overlay.ts";
import { stagePlan } from "./incident-fixtures.ts";

const T = Date.UTC(2026, 6, 3, 11, 0);
const MINUTE = 60_000;

function routeOf(key: string, change: Partial<Route> = {}): Route {
  return {
    key,
    integration: "lambda-proxy",
    integrationTarget: "till",
    timeoutMs: 19_000,
    authorization: "NONE",
    apiKeyRequired: false,
    detailedMetrics: true,
    cached: false,
    throttle: null,
    ...change,
  };
}

function target(routes: Route[] | null = null): Target {
  return {
    id: "rest:till/live",
    kind: "rest",
    apiId: "w8q2r5t1zp",
    apiName: "till",
    stage: "live",
    region: "eu-north-1",
    accountId: null,
    dimensions: { ApiName: "till", Stage: "live" },
    configuration: routes && {
      routes,
      detailedMetrics: true,
      cache: null,
      throttle: null,
      tracing: false,
      accessLog: null,
      executionLogLevel: null,
      deploymentId: null,
      deployments: [],
      canary: null,
      usagePlans: [],
      webAclArn: null,
    },
  };
}

function series(
  metric: string,
  stat: string,
  runs: Series["runs"],
  route: string | null = null,
  periodSeconds = 60,
): Series {
  const dimensions = { ApiName: "till", Stage: "live" };
  return {
    target: "rest:till/live",
    route,
    namespace: "AWS/ApiGateway",
    metric,
    dimensions,
    stat,
    periodSeconds,
    runs,
  };
}

function values(
  found: readonly Series[],
  metric: string,
  stat: string,
  route: string | null = null,
): number[] {
  const one = found.find((item) => item.metric === metric && item.stat === stat && item.route === route);
  return one === undefined ? [] : datapoints(one).map(({ value }) => value);
}

const window = { route: null, startMs: T + MINUTE, endMs: T + 3 * MINUTE };

describe("a step of the backend", () => {
  const recorded = [
    series("Count", "Sum", [[T, [811, 823, 797, 809]]]),
    series("Latency", "p50", [[T, [71, 73, 72, 74]]]),
    series("Latency", "p90", [[T, [131, 129, 133, 130]]]),
    series("Latency", "Average", [[T, [83, 84, 86, 82]]]),
    series("IntegrationLatency", "p50", [[T, [61, 63, 62, 64]]]),
    series("IntegrationLatency", "p90", [[T, [121, 119, 123, 120]]]),
    series("IntegrationLatency", "Average", [[T, [73, 74, 76, 72]]]),
    series("IntegrationLatency", "tm95", [[T, [66, 67, 68, 69]]]),
    series("5XXError", "Sum", [[T, [2, 1, 3, 4]]]),
  ];
  const found = overlayIncident(
    recorded,
    target(),
    findIncident("backend-slowdown-step"),
    window,
    createRandom(1),
  );

  it("multiplies the integration's latency and adds as much to the whole", () => {
    expect(values(found, "IntegrationLatency", "p50")).toEqual([
      61,
      expect.closeTo(94.5, 0),
      expect.closeTo(93, 0),
      64,
    ]);
    expect(values(found, "IntegrationLatency", "Average")[1]).toBeCloseTo(111, -0.5);
    const [before, during] = values(found, "Latency", "p50");
    expect(before).toBe(71);
    // Half of the integration's 63 ms comes on top of 73.
    expect(during! - 73).toBeGreaterThan(29);
    expect(during! - 73).toBeLessThan(34);
  });

  it("gives series in which nothing changes back as the same objects", () => {
    expect(found[0]).toBe(recorded[0]);
    expect(found[7]).toBe(recorded[7]);
    expect(found[8]).toBe(recorded[8]);
    expect(found[1]).not.toBe(recorded[1]);
  });
});

describe("traffic", () => {
  const recorded = [
    series("Count", "Sum", [[T, [500, 510, 520, 530]]]),
    series("Count", "Average", [[T, [1, 1, 1, 1]]]),
    series("4XXError", "Average", [[T, [0.01, 0.02, 0.03, 0.04]]]),
    series("Latency", "tm99", [[T, [41, 42, 43, 44]]]),
  ];

  it("that is all lost leaves a gap in every series, not a zero", () => {
    const found = overlayIncident(recorded, target(), findIncident("traffic-drop"), window, createRandom(2));
    for (const one of found) expect(datapoints(one).map(({ timeMs }) => timeMs)).toEqual([T, T + 3 * MINUTE]);
  });

  it("that is lost for half of a period is half lost in it", () => {
    const long = [series("Count", "Sum", [[T, [40_000, 41_000]]], null, 300)];
    const placed = { route: null, startMs: T + 150_000, endMs: T + 300_000 };
    const [first, second] = values(
      overlayIncident(long, target(), findIncident("traffic-drop"), placed, createRandom(3)),
      "Count",
      "Sum",
    );
    expect(Math.abs(first! - 20_000)).toBeLessThan(600);
    expect(second).toBe(41_000);
  });

  it("of a few requests loses whole ones", () => {
    const rare = [series("Count", "Sum", [[T, Array.from({ length: 200 }, () => 3)]])];
    const placed = { route: null, startMs: T, endMs: T + 200 * MINUTE, magnitude: 0.5 };
    const left = values(
      overlayIncident(rare, target(), findIncident("traffic-drop"), placed, createRandom(4)),
      "Count",
      "Sum",
    );
    expect(new Set(left)).toEqual(new Set([1, 2, 3]));
    // One minute in eight has nobody left.
    expect(left.length).toBeGreaterThan(160);
    expect(left.length).toBeLessThan(190);
  });
});

describe("a route's incident", () => {
  const routes = [routeOf("GET /sales"), routeOf("POST /sales")];
  const recorded = [
    series("Count", "Sum", [[T, [4_000, 4_100, 4_200]]]),
    series("5XXError", "Sum", [[T, [11, 12, 13]]]),
    series("Count", "Sum", [[T, [900, 910, 920]]], "POST /sales"),
    series("5XXError", "Sum", [[T, [5, 6, 7]]], "POST /sales"),
    series("Count", "Sum", [[T, [3_100, 3_190, 3_280]]], "GET /sales"),
    series("5XXError", "Sum", [[T, [6, 6, 6]]], "GET /sales"),
  ];
  const incident = findIncident("integration-errors-after-deployment");
  const placed = { ...window, route: "POST /sales", magnitude: 0.2 };
  const found = overlayIncident(recorded, target(routes), incident, placed, createRandom(6));

  it("moves the stage by exactly as many requests as the route", () => {
    const route = values(found, "5XXError", "Sum", "POST /sales");
    const stage = values(found, "5XXError", "Sum");
    expect(route[0]).toBe(5);
    expect(route[1]!).toBeGreaterThan(140);
    expect(route[1]!).toBeLessThan(230);
    expect(stage.map((count, index) => count - route[index]!)).toEqual([6, 6, 6]);
    expect(found[4]).toBe(recorded[4]);
    expect(found[5]).toBe(recorded[5]);
    expect(values(found, "Count", "Sum")).toEqual([4_000, 4_100, 4_200]);
  });

  it("moves a stage without route metrics by the route's even share", () => {
    const stage = recorded.filter(({ route }) => route === null);
    const [, during] = values(
      overlayIncident(stage, target(routes), incident, placed, createRandom(7)),
      "5XXError",
      "Sum",
    );
    expect(during!).toBeGreaterThan(340);
    expect(during!).toBeLessThan(500);
  });

  it("of a scan leaves the metrics of routes alone", () => {
    const scanned = overlayIncident(
      recorded,
      target(routes),
      findIncident("unknown-route-scan"),
      window,
      createRandom(8),
    );
    expect(values(scanned, "Count", "Sum")[1]!).toBeGreaterThan(5_900);
    expect(values(scanned, "Count", "Sum", "POST /sales")).toEqual([900, 910, 920]);
  });

  it("does not touch a route that lacks what fails", () => {
    const outage = overlayIncident(
      recorded,
      target(routes),
      findIncident("authorizer-outage"),
      window,
      createRandom(9),
    );
    outage.forEach((one, index) => expect(one).toBe(recorded[index]));
  });
});

describe("what is not recorded", () => {
  it("is not invented: no number of requests, no change", () => {
    const recorded = [series("5XXError", "Average", [[T, [0.01, 0.02, 0.03]]])];
    const incident = findIncident("integration-errors-after-deployment");
    expect(overlayIncident(recorded, target(), incident, window, createRandom(10))[0]).toBe(recorded[0]);
  });

  it("is no error where zeros were left out of the recording and none are added", () => {
    const recorded = [series("Count", "Sum", [[T, [50, 51, 52]]]), series("5XXError", "Sum", [[T, [1]]])];
    const dropped = overlayIncident(
      recorded,
      target(),
      findIncident("cache-collapse"),
      window,
      createRandom(11),
    );
    expect(dropped[1]).toBe(recorded[1]);
    const incident = findIncident("lambda-permission-removed");
    const broken = overlayIncident(recorded, target(), incident, window, createRandom(12));
    expect(values(broken, "5XXError", "Sum")).toEqual([1, 51, 52]);
  });

  it("empty series and a window without datapoints stay", () => {
    const recorded = [series("Count", "Sum", []), series("Latency", "p50", [[T - 60 * MINUTE, [31, 37]]])];
    const found = overlayIncident(recorded, target(), findIncident("traffic-drop"), window, createRandom(13));
    found.forEach((one, index) => expect(one).toBe(recorded[index]));
  });
});

describe("what cannot be", () => {
  const recorded = [series("Count", "Sum", [[T, [5, 7, 9]]])];
  const overlay =
    (name: string, placed: Partial<OverlayPlacement> = {}) =>
    () =>
      overlayIncident(
        recorded,
        target([routeOf("GET /sales")]),
        findIncident(name),
        { ...window, ...placed },
        createRandom(14),
      );

  it.each([
    [
      "an incident of another flavour",
      overlay("websocket-connect-storm"),
      /happens to websocket APIs, this one is rest/,
    ],
    ["a route that does not exist", overlay("traffic-drop", { route: "GET /sale" }), /no route "GET \/sale"/],
    ["a window that ends before it starts", overlay("traffic-drop", { endMs: T }), /not after its start/],
  ])("%s is refused", (_name, run, message) => {
    expect(run).toThrow(message);
    expect(run).toThrow(expect.objectContaining({ code: "E_USAGE" }));
  });
});

describe("fluid limits", () => {
  const stage = stagePlan("rest", 600);
  const lowered = { ...stage.limits, stage: { rateLimit: 6, burstLimit: 90 } };

  it("spend the burst first, then let the rate pass", () => {
    const limits = createFluidLimits(stage.limits, lowered, stage);
    const shares = [600, 600, 300, 600].map((requests) => limits.rejectedShare(requests, 60));
    // Tokens: 90 + 360 of 600, 360 of 600, 360 of 300 (60 left over), 60 + 360 of 600.
    expect(shares.map((share) => Math.round(share * 600))).toEqual([150, 240, 0, 180]);
  });

  it("hold each client of a usage plan to a bucket of its own", () => {
    const plan = { ...stage.limits, usagePlan: { rateLimit: 2, burstLimit: 40, quotaPerDay: null } };
    const limits = createFluidLimits(stage.limits, plan, stage);
    // Four clients send 4, 3, 2 and 1 a second. The first bucket is empty after 20 s and the second after 40 s;
    // from then on all above 2 a second is lost. The third meets its limit by chance only, the last never.
    expect(limits.rejectedShare(600, 60) * 600).toBeCloseTo(2 * 40 + 1 * 20 + 1.5, 1);
    expect(limits.rejectedShare(0, 60)).toBe(0);
  });
});
