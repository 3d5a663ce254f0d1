import { describe, expect, it } from "vitest";

import { attribute } from "../../../src/analyzers/attribution/attribute.ts";
import { MINUTE_MS } from "../../../src/core/window.ts";
import type { ExecutionFailure, ExecutionSlice } from "../../../src/model/execution-slice.ts";
import { verdictSchema } from "../../../src/model/finding.ts";
import type { LogCount, LogSlice } from "../../../src/model/log-slice.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import type { Trace } from "../../../src/model/trace.ts";
import { bareFinding, INCIDENT, logSnapshot, madeSlice, QUIET } from "../../support/incident-logs.ts";

const SERVER = "errors/server-error-spike";
const CLIENT = "errors/client-error-spike";

function executions(
  window: typeof QUIET,
  failures: readonly Partial<ExecutionFailure>[],
  change: Partial<ExecutionSlice> = {},
): ExecutionSlice {
  return {
    target: "rest:things/prod",
    ...window,
    level: "ERROR",
    sampledShare: 1,
    isComplete: true,
    requests: 97,
    events: 311,
    malformed: 0,
    failures: failures.map((failure) => ({
      text: "?",
      route: null,
      status: 500,
      requests: 1,
      examples: ["7c1e"],
      ...failure,
    })),
    ...change,
  };
}

function lines(window: typeof QUIET, outcomes: Readonly<Record<string, number>>): LogSlice {
  const counts = Object.entries(outcomes).map(([outcome, requests]): LogCount => {
    const [status, responseType] = outcome.split(" ");
    const what = { status: Number(status), responseType: responseType ?? null };
    return {
      minuteMs: window.startMs,
      route: "GET /a",
      ...what,
      deploymentId: null,
      isCanary: null,
      requests,
    };
  });
  return madeSlice(window, { counts });
}

const with_ = (change: Partial<Snapshot>): Snapshot => ({ ...logSnapshot([]), ...change });
const TIMEOUT = { text: "Execution failed due to a timeout error", status: 504 };
const TLS = "Execution failed due to configuration error: PKIX path building failed";

describe("an execution log alone", () => {
  it("has route, client and answer from the access log's lines of the same requests", () => {
    const of = (requestId: string, latencyMs: number) => ({
      requestId,
      timeMs: INCIDENT.startMs,
      route: "POST /b",
      status: 502,
      latencyMs,
      client: "192.0.2.31",
      apiKey: null,
    });
    const failure = { ...TIMEOUT, status: null, requests: 83, joined: [of("9f01", 41), of("9f02", 43)] };
    const { cause } = attribute(
      bareFinding(SERVER),
      with_({ executionLogs: [executions(INCIDENT, [failure])] }),
    );
    expect(cause.detail).toContain("Most are of POST /b.");
    expect(cause.detail).toContain(
      "By the access log request 9f01, POST /b from 192.0.2.31, was answered with 502 after 41 ms.",
    );
  });

  it("says why, with numbers of both times", () => {
    const quiet = executions(QUIET, [{ ...TIMEOUT, requests: 3 }]);
    const now = executions(
      INCIDENT,
      [
        { ...TIMEOUT, requests: 71 },
        { text: TLS, requests: 2 },
      ],
      {
        sampledShare: 0.5,
      },
    );
    const { cause, evidence, actions, verdict } = attribute(
      bareFinding(SERVER),
      with_({ executionLogs: [quiet, now] }),
    );
    expect(cause.kind).toBe("integration");
    expect(cause.detail).toContain("integration timeout");
    // 71 of 6 minutes that were read, 3 of 12.
    expect(evidence.at(-1)).toMatchObject({ source: "execution-logs", baseline: 0.25, observed: 11.833 });
    expect(actions.at(-1)).toContain("request 7c1e");
    expect(verdict).toMatchObject({
      side: "integration",
      signature: "integration-timeout",
      signals: ["metrics", "execution-logs"],
    });
    expect(verdictSchema.safeParse(verdict).error).toBeUndefined();
  });

  it.each([
    ["nothing was read of the incident", [executions(QUIET, [{ ...TIMEOUT, requests: 60 }])]],
    ["hardly anything failed", [executions(INCIDENT, [{ ...TIMEOUT, requests: 4 }])]],
    [
      "it was always so",
      [
        executions(QUIET, [{ ...TIMEOUT, requests: 63 }]),
        executions(INCIDENT, [{ ...TIMEOUT, requests: 67 }]),
      ],
    ],
    [
      "no reason has most of it",
      [executions(INCIDENT, [TIMEOUT, { text: TLS }, { text: "One" }, { text: "Two" }, { text: "Three" }])],
    ],
    ["it is of other errors", [executions(INCIDENT, [{ text: "x", status: 403, requests: 81 }])]],
    [
      "it is another target's",
      [executions(INCIDENT, [{ ...TIMEOUT, requests: 83 }], { target: "rest:b/prod" })],
    ],
  ])("says nothing where %s", (_why, executionLogs) => {
    const { cause, verdict } = attribute(bareFinding(SERVER), with_({ executionLogs }));
    expect(cause).toEqual(bareFinding(SERVER).cause);
    expect(verdict?.signals).toEqual(["metrics"]);
  });

  it("takes a failure that no line explains for the backend's own", () => {
    const text = "Method completed with status: 500";
    const executionLogs = [executions(INCIDENT, [{ text, requests: 53 }])];
    const { cause, verdict } = attribute(bareFinding(SERVER), with_({ executionLogs }));
    expect(cause).toMatchObject({ kind: "integration" });
    expect(cause.detail).toContain("the backend itself answered");
    expect(verdict?.signature).toBeNull();
  });
});

describe("beside an access log", () => {
  const logs = [lines(QUIET, { 200: 991, 500: 2 }), lines(INCIDENT, { 200: 873, "500 DEFAULT_5XX": 117 })];
  const tls = executions(INCIDENT, [{ text: TLS, requests: 117 }]);

  it("its words win where the access log has none", () => {
    const without = attribute(bareFinding(SERVER), with_({ logs }));
    expect(without.verdict).toMatchObject({ signature: null, side: "gateway" });
    const { cause, verdict, actions } = attribute(bareFinding(SERVER), with_({ logs, executionLogs: [tls] }));
    expect(cause.kind).toBe("integration");
    expect(cause.detail).toContain("PKIX path building failed");
    expect(actions[0]).toContain("certificate");
    expect(verdict).toMatchObject({
      signature: "integration-tls",
      signals: ["metrics", "access-logs", "execution-logs"],
    });
  });

  it("the access log's own meaning stays", () => {
    const throttled = [lines(QUIET, { 200: 907 }), lines(INCIDENT, { 200: 811, "403 WAF_FILTERED": 119 })];
    const other = executions(INCIDENT, [{ text: "Unauthorized request: ID", status: 401, requests: 61 }]);
    const finding = bareFinding(CLIENT);
    const { verdict } = attribute(finding, with_({ logs: throttled, executionLogs: [other] }));
    expect(verdict).toMatchObject({ signature: "waf-block", phase: "waf", side: "gateway" });
  });

  it("a usage plan's limit is told from the others by its line", () => {
    const throttled = [lines(QUIET, { 200: 907 }), lines(INCIDENT, { 200: 811, "429 THROTTLED": 119 })];
    const text =
      "Key throttle limit exceeded for RestApi a, Stage prod, Resource ID, HttpMethod POST. Limit: 1.00 Burst: 1";
    const own = executions(INCIDENT, [{ text, status: 429, requests: 119 }]);
    const { verdict } = attribute(bareFinding(CLIENT), with_({ logs: throttled, executionLogs: [own] }));
    expect(verdict).toMatchObject({ signature: "usage-plan-throttle", side: "throttle" });
  });
});

describe("beside traces", () => {
  const traceOf = (index: number, cause: string): Trace => ({
    id: `1-${index}`,
    pick: "faulty",
    startMs: INCIDENT.startMs + index * MINUTE_MS,
    isCut: false,
    malformed: 0,
    spans: [
      {
        id: "a",
        documentId: "a",
        name: "things/prod",
        origin: "AWS::ApiGateway::Stage",
        startMs: INCIDENT.startMs,
        endMs: INCIDENT.startMs + 211,
        isFault: true,
        status: 500,
        method: "GET",
      },
      {
        id: "b",
        parentId: "a",
        documentId: "a",
        name: "fn",
        startMs: INCIDENT.startMs,
        isFault: true,
        cause,
      },
    ],
  });
  const logs = [lines(QUIET, { 200: 991 }), lines(INCIDENT, { 200: 873, 500: 117 })];
  const asked = (causes: readonly string[]) =>
    attribute(
      bareFinding(SERVER),
      with_({
        logs,
        traces: [
          {
            target: "rest:things/prod",
            ...INCIDENT,
            found: 5,
            sampledShare: 1,
            isComplete: true,
            traces: causes.map((cause, index) => traceOf(index, cause)),
          },
        ],
      }),
    ).verdict;

  it("an exception names the way to fail", () => {
    expect(asked(Array.from({ length: 4 }, () => "TypeError: x is undefined"))).toMatchObject({
      signature: "lambda-function-error",
    });
  });

  it("a few, or different ones, name none", () => {
    expect(asked(["TypeError: x", "TypeError: x"])?.signature).toBeNull();
    expect(
      asked(["TypeError: x", "odd", "odd", "Error: Task timed out after 3.00 seconds"])?.signature,
    ).toBeNull();
  });
});
