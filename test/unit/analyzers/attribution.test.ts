import { describe, expect, it } from "vitest";

import { attribute } from "../../../src/analyzers/attribution/attribute.ts";
import { analyze } from "../../../src/analyzers/run.ts";
import { turnedAway } from "../../../src/analyzers/throttling/turned-away.ts";
import { MINUTE_MS, SECOND_MS } from "../../../src/core/window.ts";
import { DEFAULT_SETTINGS } from "../../../src/model/config.ts";
import type { LogCount, LogLatency, LogSlice, LogTop } from "../../../src/model/log-slice.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import type { StageConfiguration } from "../../../src/model/target.ts";
import { bareFinding, INCIDENT, logSnapshot, madeSlice, QUIET } from "../../support/incident-logs.ts";

const CLIENT = "errors/client-error-spike";
const SERVER = "errors/server-error-spike";

/** What happens to each route in a minute: requests by "status TYPE", and by what release. */
type Minute = Readonly<Record<string, Readonly<Record<string, number>>>>;

function countsOf(
  minutes: { startMs: number; endMs: number },
  at: Minute,
  change: Partial<LogCount> = {},
): LogCount[] {
  const counts: LogCount[] = [];
  for (let minuteMs = minutes.startMs; minuteMs < minutes.endMs; minuteMs += MINUTE_MS) {
    for (const [route, outcomes] of Object.entries(at)) {
      for (const [outcome, requests] of Object.entries(outcomes)) {
        const [status = "", responseType] = outcome.split(" ");
        counts.push({
          minuteMs,
          route: route === "" ? null : route,
          status: Number(status),
          responseType: responseType ?? null,
          deploymentId: "dep1",
          isCanary: null,
          ...change,
          requests,
        });
      }
    }
  }
  return counts;
}

const NORMAL: Minute = {
  "GET /a": { "200": 171, "404": 2, "500": 1 },
  "POST /b": { "200": 83, "400": 1 },
};

function told(
  analyzer: string,
  now: Partial<LogSlice>,
  before: Partial<LogSlice> = {},
  configuration: Partial<StageConfiguration> = {},
) {
  const snapshot = logSnapshot(
    [
      madeSlice(QUIET, { counts: countsOf(QUIET, NORMAL), ...before }),
      madeSlice(INCIDENT, { counts: countsOf(INCIDENT, NORMAL), ...now }),
    ],
    configuration,
  );
  return attribute(bareFinding(analyzer), snapshot);
}

const top = (
  dimension: LogTop["dimension"],
  text: string,
  counts: Partial<Omit<LogTop, "dimension" | "text">>,
): LogTop => ({
  dimension,
  text,
  requests: 0,
  error: 0,
  errors4xx: 0,
  errors5xx: 0,
  throttled: 0,
  ...counts,
});

describe("attribute", () => {
  it("leaves a finding as it is without a log of both sides", () => {
    const finding = bareFinding(SERVER);
    const counts = countsOf(INCIDENT, { "GET /a": { "500": 90 } });
    const ofMetrics = { side: "unknown", dimensions: [], signals: ["metrics"], signature: null };
    for (const slices of [[], [madeSlice(INCIDENT, { counts })]]) {
      const { verdict, ...rest } = attribute(finding, logSnapshot(slices));
      expect(rest).toEqual(finding);
      expect(verdict).toMatchObject(ofMetrics);
    }
  });

  it("leaves a finding as it is where the lines do not show the rise", () => {
    const { verdict, ...rest } = told(SERVER, {});
    expect(rest).toEqual(bareFinding(SERVER));
    expect(verdict?.signals).toEqual(["metrics"]);
  });

  it("names route, status and who answered, keeps what the finding is, and shows the numbers", () => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "POST /b": { "200": 41, "502 INTEGRATION_FAILURE": 43 } });
    const finding = told(SERVER, { counts });
    const bare = bareFinding(SERVER);
    expect(finding.cause.kind).toBe("integration");
    expect(finding.cause.detail).toContain("502 INTEGRATION_FAILURE");
    expect(finding.cause.detail).toContain("POST /b, where 51 % failed (before: 0 %)");
    expect(finding.actions).not.toContain(bare.actions[0]);
    expect(finding.verdict).toMatchObject({ side: "integration", signature: "integration-failure" });
    expect(finding.verdict?.dimensions[0]).toMatchObject({ name: "route", value: "POST /b", before: 0 });
    expect({ ...finding, cause: "", evidence: "", actions: "", verdict: "" }).toEqual({
      ...bare,
      cause: "",
      evidence: "",
      actions: "",
      verdict: "",
    });
    const [shown, place] = finding.evidence.filter(({ source }) => source === "access-logs");
    expect(shown).toMatchObject({ label: "502 INTEGRATION_FAILURE of all requests", baseline: 0 });
    expect(shown?.observed).toBeCloseTo(43 / (171 + 2 + 1 + 41 + 43), 9);
    expect(place?.observed).toBeCloseTo(43 / 84, 9);
  });

  it.each([
    ["500 AUTHORIZER_FAILURE", SERVER, "authorizer"],
    ["500 API_CONFIGURATION_ERROR", SERVER, "configuration"],
    ["504 INTEGRATION_TIMEOUT", SERVER, "integration"],
    ["503", SERVER, "integration"],
    ["403 WAF_FILTERED", CLIENT, "waf"],
    ["429 THROTTLED", CLIENT, "throttle"],
    ["429 QUOTA_EXCEEDED", CLIENT, "quota"],
    ["429", CLIENT, "downstream"],
    ["401 UNAUTHORIZED", CLIENT, "authorizer"],
    ["400", CLIENT, "client"],
  ])("takes %s of a %s for a matter of %s", (outcome, analyzer, kind) => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "GET /a": { "200": 120, [outcome]: 54 } });
    expect(told(analyzer, { counts }).cause.kind).toBe(kind);
  });

  it.each([
    ["500 AUTHORIZER_FAILURE", SERVER, "authorizer", false],
    ["500 AUTHORIZER_CONFIGURATION_ERROR", SERVER, "authorizer", false],
    ["502", SERVER, "integration", false],
    ["403 ACCESS_DENIED", CLIENT, "client", true],
    ["429", CLIENT, "client", true],
  ] as const)("%s of a %s for one caller alone is a matter of %s", (outcome, analyzer, kind, isBlamed) => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "GET /a": { "200": 120, [outcome]: 54 } });
    const errors = analyzer === SERVER ? { errors5xx: 12 * 52 } : { errors4xx: 12 * 52 };
    const quiet = { requests: 12 * 57 };
    const finding = told(
      analyzer,
      {
        counts,
        top: [top("apiKey", "k-loud", { requests: 12 * 61, ...errors }), top("apiKey", "k-calm", quiet)],
      },
      { top: [top("apiKey", "k-loud", { requests: 12 * 59 }), top("apiKey", "k-calm", quiet)] },
    );
    expect(finding.cause.detail).toContain("of one caller, API key k-loud");
    expect(finding.cause.kind).toBe(kind);
    expect(finding.actions[0]?.includes("owner of API key k-loud")).toBe(isBlamed);
    expect(finding.verdict?.dimensions.map(({ value }) => value)).toContain("k-loud");
  });

  it.each([
    ["TooManyRequestsException: Rate Exceeded.", "downstream"],
    ["Execution failed due to configuration error: Invalid permissions on Lambda function", "configuration"],
    ["Execution failed due to configuration error: Malformed Lambda proxy response", "integration"],
  ])("reads the message %s", (message, kind) => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "GET /a": { "200": 110, "500 DEFAULT_5XX": 64 } });
    const finding = told(SERVER, {
      counts,
      top: [top("message", message, { requests: 64 * 12, errors5xx: 64 * 12 })],
    });
    expect(finding.cause.kind).toBe(kind);
    expect(finding.cause.detail).toContain(message);
  });

  it("tells the canary from the stage beside it", () => {
    const beside = countsOf(INCIDENT, NORMAL, { isCanary: false });
    const canary = countsOf(
      INCIDENT,
      { "GET /a": { "200": 11, "500": 9 } },
      { isCanary: true, deploymentId: "dep2" },
    );
    const finding = told(
      SERVER,
      { counts: [...beside, ...canary] },
      {
        counts: [
          ...countsOf(QUIET, NORMAL, { isCanary: false }),
          ...countsOf(QUIET, { "GET /a": { "200": 20 } }, { isCanary: true, deploymentId: "dep2" }),
        ],
      },
    );
    expect(finding.cause.kind).toBe("deployment");
    expect(finding.cause.detail).toMatch(/canary release|deployment dep2/);
    expect(finding.actions[0]).toMatch(/^Roll (the canary|back deployment dep2)/);
  });

  it("tells a deployment that took over", () => {
    const counts = countsOf(
      INCIDENT,
      { ...NORMAL, "GET /a": { "200": 130, "500": 44 } },
      { deploymentId: "dep9" },
    );
    const finding = told(SERVER, { counts });
    expect(finding.cause.kind).toBe("deployment");
    expect(finding.cause.detail).toContain("Deployment dep9 serves them, and served none before.");
  });

  it("names one caller, and its storm of retries", () => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "POST /b": { "200": 83, "400": 121 } });
    const now = [
      top("apiKey", "k-loud", { requests: 12 * 127, errors4xx: 12 * 119 }),
      top("apiKey", "k-calm", { requests: 12 * 251, errors4xx: 29 }),
    ];
    const before = [
      top("apiKey", "k-loud", { requests: 12 * 11, errors4xx: 3 }),
      top("apiKey", "k-calm", { requests: 12 * 247, errors4xx: 31 }),
    ];
    const finding = told(CLIENT, { counts, top: now }, { top: before });
    expect(finding.cause.kind).toBe("client");
    expect(finding.cause.detail).toContain("API key k-loud: 1,428 of its 1,524 requests");
    expect(finding.cause.detail).toContain("12 times as often as before: a storm of retries");
  });

  it("names a block of addresses where no single one makes most of the errors", () => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "POST /b": { "200": 83, "400": 121 } });
    const clients = [11, 12, 13, 14].map((last) =>
      top("client", `203.0.113.${last}`, { requests: 12 * 33, errors4xx: 12 * 29 + last }),
    );
    const others = ["198.51.100.7", "192.0.2.9"].map((address) =>
      top("client", address, { requests: 12 * 120, errors4xx: 12 }),
    );
    const finding = told(CLIENT, { counts, top: [...clients, ...others] }, { top: others });
    expect(finding.cause.detail).toContain("address block 203.0.113.0/24: 1,442 of its 1,584 requests");
    expect(finding.verdict?.dimensions).toContainEqual(
      expect.objectContaining({ name: "clientBlock", value: "203.0.113.0/24" }),
    );
  });

  it("tells a scan of unknown paths", () => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "": { "403 MISSING_AUTHENTICATION_TOKEN": 97 } });
    const finding = told(CLIENT, { counts });
    expect(finding.cause.kind).toBe("client");
    expect(finding.cause.detail).toContain("somebody tries unknown paths");
  });

  it("says of an even sample how much of the log was read", () => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "POST /b": { "200": 41, "503": 43 } });
    expect(told(SERVER, { counts, sampledShare: 0.12 }).cause.detail).toContain("12 % of the time");
  });
});

describe("which limit", () => {
  const throttled = countsOf(INCIDENT, { ...NORMAL, "POST /b": { "200": 60, "429 THROTTLED": 90 } });

  it("is the usage plan's where other keys are spared", () => {
    const finding = told(
      CLIENT,
      {
        counts: throttled,
        top: [
          top("apiKey", "k7", { requests: 12 * 150, errors4xx: 12 * 90, throttled: 12 * 90 }),
          top("apiKey", "k3", { requests: 12 * 174, errors4xx: 24 }),
        ],
      },
      {},
      { usagePlans: [{ id: "p", name: "basic", throttle: { rateLimit: 1.1, burstLimit: 2 }, quota: null }] },
    );
    expect(finding.cause.detail).toContain(
      "The usage plan's rate limit of 1.1 requests a second turned away API key k7: 2.5 requests a second were asked for (2.3 times the limit), 1 got through.",
    );
  });

  it("is the route's where other routes are spared", () => {
    expect(told(CLIENT, { counts: throttled }).cause.detail).toContain(
      "The route's rate limit turned away POST /b",
    );
  });

  it("is the stage's where everybody is turned away and as much gets through as it allows", () => {
    const counts = countsOf(INCIDENT, {
      "GET /a": { "200": 119, "429 THROTTLED": 55 },
      "POST /b": { "200": 58, "429 THROTTLED": 26 },
    });
    const throttle = { rateLimit: 3, burstLimit: 5 };
    expect(told(CLIENT, { counts }, {}, { throttle }).cause.detail).toContain(
      "The stage's rate limit of 3 requests",
    );
    expect(told(CLIENT, { counts }).cause.detail).toContain(
      "most likely the account's, 10,000 requests a second",
    );
  });
});

describe("overhead by phase", () => {
  const phases = (means: Partial<Record<LogLatency["phase"], number>>): LogLatency[] =>
    Object.entries(means).map(([phase, meanMs]): LogLatency => ({
      route: null,
      phase: phase as LogLatency["phase"],
      count: 900,
      meanMs,
      p50: meanMs * 0.9,
      p90: meanMs * 2,
      p99: meanMs * 4,
      buckets: null,
    }));
  const before = { latencies: phases({ overhead: 21, authorizerLatency: 13, wafLatency: 2 }) };

  it("names the phase that grew, by how much", () => {
    const now = { latencies: phases({ overhead: 321, authorizerLatency: 301, wafLatency: 3 }) };
    const finding = told("latency/overhead-regression", now, before);
    expect(finding.cause.kind).toBe("authorizer");
    expect(finding.cause.detail).toContain("grew by 300 ms a request on average, from 21 ms to 321 ms");
    expect(finding.cause.detail).toContain("96 % of that is the authorizer");
  });

  it("says that none of them did", () => {
    const now = { latencies: phases({ overhead: 321, authorizerLatency: 14, wafLatency: 3 }) };
    const finding = told("latency/overhead-regression", now, before);
    expect(finding.cause.kind).toBe("gateway");
    expect(finding.cause.detail).toContain("298 ms of that is in none of");
  });

  it("asks for the phases where the lines do not carry them", () => {
    const finding = told(
      "latency/overhead-regression",
      { latencies: phases({ overhead: 91 }) },
      { latencies: phases({ overhead: 17 }) },
    );
    expect(finding.cause.detail).toContain("The lines do not carry its phases.");
  });
});

describe("turned away", () => {
  it("tells throttling that no rise of errors covers", () => {
    const counts = countsOf(INCIDENT, { ...NORMAL, "POST /b": { "200": 83, "429 THROTTLED": 7 } });
    const made = logSnapshot([
      madeSlice(QUIET, { counts: countsOf(QUIET, NORMAL) }),
      madeSlice(INCIDENT, { counts }),
    ]);
    const snapshot: Snapshot = { ...made, series: [requestSeries(made)] };
    const { findings, failures } = analyze(snapshot, () => DEFAULT_SETTINGS, [turnedAway]);
    expect(failures).toEqual([]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      severity: "info",
      startedAt: new Date(INCIDENT.startMs).toISOString(),
      endedAt: null,
      cause: { kind: "throttle" },
    });
    expect(findings[0]?.impact.requests).toBe(7 * 12);
  });
});

function requestSeries({ targets, window }: Snapshot): Snapshot["series"][number] {
  return {
    target: targets[0]?.id ?? "",
    route: null,
    namespace: "AWS/ApiGateway",
    metric: "Count",
    dimensions: {},
    stat: "Sum",
    periodSeconds: 60,
    runs: [
      [
        window.startMs,
        Array.from({ length: (window.endMs - window.startMs) / MINUTE_MS }, () => 4 * SECOND_MS),
      ],
    ],
  };
}
