import { describe, expect, it } from "vitest";

import { attribute } from "../../../src/analyzers/attribution/attribute.ts";
import { withRegion } from "../../../src/analyzers/attribution/with-region.ts";
import { MINUTE_MS } from "../../../src/core/window.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { LogCount, LogSlice, LogTop } from "../../../src/model/log-slice.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import type { Route } from "../../../src/model/target.ts";
import { bareFinding, INCIDENT, logSnapshot, madeSlice, QUIET } from "../../support/incident-logs.ts";

const CLIENT = "errors/client-error-spike";
const SERVER = "errors/server-error-spike";

const ROUTE: Route = {
  key: "GET /a",
  integration: "lambda-proxy",
  integrationTarget: "a-read",
  timeoutMs: 29_000,
  authorization: "NONE",
  apiKeyRequired: false,
  detailedMetrics: false,
  cached: false,
  throttle: null,
};

/** Requests of a minute: "status TYPE" by route, for each deployment. */
type Outcomes = Readonly<Record<string, Readonly<Record<string, number>>>>;

function counts(
  window: { startMs: number; endMs: number },
  at: Outcomes,
  change: Partial<LogCount> = {},
): LogCount[] {
  const minutes = Array.from(
    { length: (window.endMs - window.startMs) / MINUTE_MS },
    (_, index) => window.startMs + index * MINUTE_MS,
  );
  return minutes.flatMap((minuteMs) =>
    Object.entries(at).flatMap(([route, outcomes]) =>
      Object.entries(outcomes).map(([outcome, requests]) => {
        const [status = "", responseType = null] = outcome.split(" ");
        return {
          minuteMs,
          route,
          status: Number(status),
          responseType,
          deploymentId: "dep1",
          isCanary: null,
          requests,
          ...change,
        };
      }),
    ),
  );
}

const QUIET_A: Outcomes = {
  "GET /a": { "200": 170, "500": 2, "403": 3 },
  "POST /b": { "200": 89, "500": 1 },
};
const MINUTES = 12;

/** A slice's half with these texts: requests and errors a minute by text. */
function tops(
  dimension: LogTop["dimension"],
  texts: Readonly<Record<string, readonly [number, number]>>,
): LogTop[] {
  return Object.entries(texts).map(([text, [requests, errors4xx]]) => ({
    dimension,
    text,
    requests: MINUTES * requests,
    error: 0,
    errors4xx: MINUTES * errors4xx,
    errors5xx: 0,
    throttled: 0,
  }));
}

const FORBIDDEN: Outcomes = { ...QUIET_A, "GET /a": { "200": 131, "500": 2, "403": 43 } };
const canary = { isCanary: true, deploymentId: "dep2" };
const stage = { isCanary: false };

interface Case {
  readonly analyzer: string;
  readonly now: Partial<LogSlice>;
  readonly before?: Partial<LogSlice>;
  /** Part of what was added, and of all errors now and before; a tolerance for what a table of tops tells. */
  readonly share: number;
  readonly parts: readonly [number, number | null];
}

const FAILING: Outcomes = { ...QUIET_A, "GET /a": { "200": 131, "500": 41, "403": 3 } };
const ROUTE_PARTS = [41 / 42, 2 / 3] as const;

const CASES: Readonly<Record<string, Case>> = {
  "route GET /a": {
    analyzer: SERVER,
    now: { counts: counts(INCIDENT, FAILING) },
    share: 1,
    parts: ROUTE_PARTS,
  },
  "integration a-read": {
    analyzer: SERVER,
    now: { counts: counts(INCIDENT, FAILING) },
    share: 1,
    parts: ROUTE_PARTS,
  },
  "status 500": { analyzer: SERVER, now: { counts: counts(INCIDENT, FAILING) }, share: 1, parts: [1, 1] },
  "responseType ACCESS_DENIED": {
    analyzer: CLIENT,
    now: {
      counts: counts(INCIDENT, { ...QUIET_A, "GET /a": { "200": 137, "403": 7, "403 ACCESS_DENIED": 31 } }),
    },
    before: {
      counts: counts(QUIET, { ...QUIET_A, "GET /a": { "200": 172, "403 ACCESS_DENIED": 1, "403": 2 } }),
    },
    share: 0.85,
    parts: [31 / 38, 1 / 3],
  },
  "deployment dep9": {
    analyzer: SERVER,
    now: { counts: counts(INCIDENT, FAILING, { deploymentId: "dep9" }) },
    share: 1,
    parts: [1, 0],
  },
  "release canary": {
    analyzer: SERVER,
    now: {
      counts: [
        ...counts(INCIDENT, QUIET_A, stage),
        ...counts(INCIDENT, { "GET /a": { "200": 19, "500": 17 } }, canary),
      ],
    },
    before: {
      counts: [...counts(QUIET, QUIET_A, stage), ...counts(QUIET, { "GET /a": { "200": 37 } }, canary)],
    },
    share: 1,
    parts: [17 / 20, 0],
  },
  "apiKey k-loud": {
    analyzer: CLIENT,
    now: {
      counts: counts(INCIDENT, FORBIDDEN),
      top: tops("apiKey", { "k-loud": [51, 41], "k-calm": [211, 2] }),
    },
    before: { top: tops("apiKey", { "k-loud": [49, 1], "k-calm": [213, 2] }) },
    share: 1,
    parts: [41 / 43, 1 / 3],
  },
  "userAgent shop-app 7": {
    analyzer: CLIENT,
    now: {
      counts: counts(INCIDENT, FORBIDDEN),
      top: tops("userAgent", { "shop-app 7": [53, 39], "curl 8": [209, 4] }),
    },
    before: { top: tops("userAgent", { "shop-app 7": [47, 1], "curl 8": [215, 2] }) },
    share: 38 / 40,
    parts: [39 / 43, 1 / 3],
  },
  "client 203.0.113.9": {
    analyzer: CLIENT,
    now: {
      counts: counts(INCIDENT, FORBIDDEN),
      top: tops("client", { "203.0.113.9": [57, 40], "192.0.2.4": [205, 3] }),
    },
    before: { top: tops("client", { "203.0.113.9": [43, 1], "192.0.2.4": [219, 2] }) },
    share: 39 / 40,
    parts: [40 / 43, 1 / 3],
  },
  "clientBlock 203.0.113.0/24": {
    analyzer: CLIENT,
    now: {
      counts: counts(INCIDENT, FORBIDDEN),
      top: tops("client", {
        "203.0.113.9": [19, 14],
        "203.0.113.8": [18, 13],
        "203.0.113.7": [17, 13],
        "192.0.2.4": [203, 3],
      }),
    },
    before: { top: tops("client", { "192.0.2.4": [259, 3] }) },
    share: 1,
    parts: [40 / 43, 0],
  },
};

it.each(Object.entries(CASES))(
  "names %s, with its part of what was added, of all now and of all before",
  (name, { analyzer, now, before, share, parts }) => {
    const snapshot = logSnapshot(
      [madeSlice(QUIET, { counts: counts(QUIET, QUIET_A), ...before }), madeSlice(INCIDENT, now)],
      { routes: [ROUTE, { ...ROUTE, key: "POST /b", integrationTarget: "b-write" }], deployments: [] },
    );
    const { dimensions = [] } = attribute(bareFinding(analyzer), snapshot).verdict ?? {};
    const [kind, ...value] = name.split(" ");
    const found = dimensions.find((one) => one.name === kind && one.value === value.join(" "));
    expect(dimensions.map((one) => `${one.name} ${one.value}`)).toContain(name);
    expect(found?.share).toBeCloseTo(share, 1);
    expect(found?.now).toBeCloseTo(parts[0], 2);
    if (parts[1] === null) expect(found?.before).toBeNull();
    else expect(found?.before).toBeCloseTo(parts[1], 2);
  },
);

describe("a Region", () => {
  const HOME = "rest:things/prod";

  /** The same API in two Regions, whose server errors a minute are these before and now. */
  function twoRegions(elsewhere: readonly [number, number] | null): Snapshot {
    const snapshot = logSnapshot([]);
    const [home] = snapshot.targets;
    if (home === undefined) throw new Error("no target");
    const other = { ...home, id: `us-east-1/${HOME}`, region: "us-east-1", apiId: "othr000001" };
    const errors = (target: string, [before, now]: readonly [number, number]) => ({
      target,
      route: null,
      namespace: "AWS/ApiGateway",
      metric: "5XXError",
      dimensions: {},
      stat: "Sum",
      periodSeconds: 60,
      runs: [
        [
          INCIDENT.startMs - MINUTES * MINUTE_MS,
          [...Array<number>(MINUTES).fill(before), ...Array<number>(MINUTES).fill(now)],
        ],
      ] as [number, number[]][],
    });
    return {
      ...snapshot,
      targets: [home, other],
      series: [errors(HOME, [2, 31]), ...(elsewhere === null ? [] : [errors(other.id, elsewhere)])],
    };
  }

  function told(snapshot: Snapshot, others: readonly Finding[] = []): Finding {
    const finding = attribute(bareFinding(SERVER), snapshot);
    return withRegion(finding, [finding, ...others], snapshot);
  }

  it("is named where the same API is quiet in another", () => {
    const { cause, verdict } = told(twoRegions([3, 4]));
    expect(cause.detail).toContain("Only in eu-west-1: the same API is quiet in us-east-1.");
    const region = verdict?.dimensions.find(({ name }) => name === "region");
    expect(region).toMatchObject({ value: "eu-west-1" });
    expect(region?.share).toBeCloseTo(29 / 30, 9);
    expect(region?.now).toBeCloseTo(31 / 35, 9);
    expect(region?.before).toBeCloseTo(2 / 5, 9);
  });

  it.each<[string, Snapshot, readonly Partial<Finding>[]]>([
    ["where the other has no traffic", twoRegions(null), []],
    ["where the other has the same trouble", twoRegions([3, 40]), [{ target: `us-east-1/${HOME}` }]],
    [
      "where there is one Region alone",
      { ...twoRegions([3, 4]), targets: twoRegions([3, 4]).targets.slice(0, 1) },
      [],
    ],
    [
      "where the other is another stage",
      {
        ...twoRegions([3, 4]),
        targets: twoRegions([3, 4]).targets.map((target, at) => ({ ...target, stage: `s${at}` })),
      },
      [],
    ],
  ])("is not named %s", (_what, snapshot, others) => {
    const finding = told(
      snapshot,
      others.map((other) => ({ ...bareFinding(SERVER), ...other })),
    );
    expect(finding.cause.detail).not.toContain("Only in");
    expect(finding.verdict?.dimensions.some(({ name }) => name === "region")).toBe(false);
  });

  it("is named of a slow stage without counts, and of trouble that came to the other at another time", () => {
    const snapshot = twoRegions([3, 4]);
    const slow = attribute(bareFinding("latency/integration-regression"), snapshot);
    const late = {
      ...slow,
      target: `us-east-1/${HOME}`,
      startedAt: new Date(INCIDENT.startMs - 90 * MINUTE_MS).toISOString(),
      endedAt: new Date(INCIDENT.startMs - 40 * MINUTE_MS).toISOString(),
    };
    const finding = withRegion(slow, [slow, late], snapshot);
    expect(finding.cause.detail).toContain("Only in eu-west-1");
    expect(finding.verdict?.dimensions).toEqual([]);
  });
});
