import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { LOG_VARIABLES } from "../../../src/catalog/log-variables.ts";
import { createRandom } from "../../../src/core/random.ts";
import type { ApiKind } from "../../../src/model/target.ts";
import { INCIDENTS } from "../../../src/simulate/incidents/registry.ts";
import type { StagePlan } from "../../../src/simulate/plan.ts";
import type { SimulatedRequest } from "../../../src/simulate/request.ts";
import { accessLogLine } from "../../../src/simulate/signals/access-log.ts";
import { executionLogLines } from "../../../src/simulate/signals/execution-log.ts";
import { xraySegments } from "../../../src/simulate/signals/xray.ts";
import { stageTarget } from "../../../src/simulate/stage-target.ts";
import { accountPlan, drawnRequests, stagePlan, START_MS } from "./incident-fixtures.ts";

const DATA = process.env["GATEWATCH_DATA"] ?? "../shared/data";

function request(change: Partial<SimulatedRequest> = {}): SimulatedRequest {
  return {
    timeMs: Date.UTC(2026, 10, 18, 9, 4, 7, 583),
    target: "rest:shop/prod",
    route: "GET /orders/{id}",
    path: "/orders/8231",
    requestId: "5b1f4a6e-9c0d-4c58-8e77-2f6a0d3b9e14",
    extendedRequestId: "Qx8vTGk1oAMEb0w=",
    apiKeyId: "key-web",
    userAgent: "Mozilla/5.0",
    ip: "203.0.113.91",
    deploymentId: "d7m2p5",
    outcome: {
      share: 1,
      status: 200,
      responseType: null,
      integrationStatus: 200,
      integrationError: null,
      integrationLatency: { parts: [{ weight: 1, medianMs: 47, sigma: 0.5 }], capMs: 27_000 },
      overhead: { waf: null, authorizer: null, gateway: { parts: [], capMs: 27_000 } },
      cache: "miss",
      client: null,
      canary: false,
      coldStart: false,
    },
    latencyMs: 71,
    integrationLatencyMs: 46,
    wafLatencyMs: 3,
    authorizerLatencyMs: 12,
    bytes: 1_893,
    ...change,
  };
}

function contextOf(stage: StagePlan) {
  return { stage, accountId: "123456789012", region: "eu-west-1" };
}

describe("access-log lines", () => {
  const rest = contextOf(stagePlan("rest", 60));

  it("fills the formats that AWS documents", () => {
    const clf =
      '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId';
    expect(accessLogLine(clf, request(), rest)).toBe(
      '203.0.113.91 - - [18/Nov/2026:09:04:07 +0000]"GET /orders/{id} HTTP/1.1" 200 1893 5b1f4a6e-9c0d-4c58-8e77-2f6a0d3b9e14 Qx8vTGk1oAMEb0w=',
    );
    const http = { ...contextOf(stagePlan("http", 60)) };
    const own = request({ route: "GET /carts", path: "/carts", requestId: "AbCdEfGhIjKlMnO=" });
    expect(
      accessLogLine(
        '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.routeKey $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId\n',
        own,
        http,
      ),
    ).toBe(
      '203.0.113.91 - - [18/Nov/2026:09:04:07 +0000] "GET GET /carts HTTP/1.1" 200 1893 AbCdEfGhIjKlMnO= AbCdEfGhIjKlMnO=',
    );
    const socket = contextOf(stagePlan("websocket", 60));
    expect(
      accessLogLine(
        '"$context.eventType $context.routeKey" $context.status',
        request({ route: "$connect" }),
        socket,
      ),
    ).toBe('"CONNECT $connect" 200');
  });

  it("counts time in milliseconds on REST and WebSocket, in seconds on HTTP", () => {
    const epoch = (kind: ApiKind) =>
      accessLogLine("$context.requestTimeEpoch", request(), contextOf(stagePlan(kind, 60)));
    expect([epoch("rest"), epoch("websocket"), epoch("http")]).toEqual([
      "1794992647583",
      "1794992647583",
      "1794992647",
    ]);
  });

  it("puts the stage before the path unless it is $default", () => {
    const at = (stage: string) =>
      accessLogLine("$context.path", request(), { ...rest, stage: { ...rest.stage, stage } });
    expect([at("prod"), at("$default")]).toEqual(["/prod/orders/8231", "/orders/8231"]);
  });

  it("writes a hyphen for what a flavour lacks, for what is absent and for what does not exist", () => {
    const format =
      "$context.responseTime|$context.resourcePath|$context.dataProcessed|$context.error.message";
    expect(accessLogLine(format, request(), rest)).toBe("-|/orders/{id}|-|-");
    expect(accessLogLine(format, request({ route: "GET /carts" }), contextOf(stagePlan("http", 60)))).toBe(
      "-|-|1893|-",
    );
  });

  it("quotes messageString itself, so that quoting it again breaks the JSON as it does in real logs", () => {
    const throttled = request({
      outcome: {
        ...request().outcome,
        status: 429,
        responseType: "THROTTLED",
        integrationStatus: null,
        integrationLatency: null,
      },
      integrationLatencyMs: null,
    });
    const format =
      '{"a":$context.error.messageString,"t":"$context.error.responseType","i":"$context.integration.status"}';
    expect(JSON.parse(accessLogLine(format, throttled, rest))).toEqual({
      a: "Too Many Requests",
      t: "THROTTLED",
      i: "-",
    });
    expect(accessLogLine('"$context.error.messageString"', throttled, rest)).toBe('""Too Many Requests""');
  });

  it("tells the function's status from that of the Lambda service", () => {
    const format =
      "$context.integration.status $context.integration.integrationStatus $context.integrationStatus";
    const failing = { ...request().outcome, status: 500, integrationStatus: 500 };
    expect(accessLogLine(format, request({ outcome: failing }), rest)).toBe("500 200 200");
    const socket = contextOf(stagePlan("websocket", 60));
    expect(accessLogLine(format, request({ route: "send", outcome: failing }), socket)).toBe("500 200 500");
    const malformed = {
      ...failing,
      status: 502,
      responseType: "DEFAULT_5XX",
      integrationStatus: 200,
      integrationError: "Execution failed due to configuration error: Malformed Lambda proxy response",
    };
    expect(accessLogLine(format, request({ outcome: malformed }), rest)).toBe("- 200 200");
  });

  it("ends a name where the gateway ends it", () => {
    expect(accessLogLine("$context.status.", request(), rest)).toBe("200.");
    expect(accessLogLine("$context.status-$context.stage", request(), rest)).toBe("200-prod");
    expect(accessLogLine("$context.requestOverride.header.X-Id", request(), rest)).toBe("-");
    expect(accessLogLine("$input.body $context", request(), rest)).toBe("$input.body $context");
  });
});

describe.each(["rest", "http", "websocket"] as const)("a recommended format on %s", (kind) => {
  it("is one line of JSON for every way in which a request can end", () => {
    const variables = LOG_VARIABLES.filter(
      ({ name, kinds }) => kinds.includes(kind) && name !== "error.messageString",
    );
    const format = `{${variables.map(({ name }) => `"${name}":"$context.${name}"`).join(",")}}`;
    let lines = 0;
    const wrong: unknown[] = [];
    for (const { stage, requests } of everyOutcome(kind)) {
      for (const one of requests) {
        const line: unknown = JSON.parse(accessLogLine(format, one, contextOf(stage)));
        const { status, requestId, ...others } = line as Record<string, string>;
        const isSame = status === String(one.outcome.status) && requestId === one.requestId;
        if (!isSame || Object.values(others).includes("undefined")) wrong.push(line);
        lines += 1;
      }
    }
    expect(wrong).toEqual([]);
    expect(lines).toBeGreaterThan(100);
  });
});

/** Some requests of every incident that can happen to the flavour. */
function everyOutcome(kind: ApiKind): { stage: StagePlan; requests: SimulatedRequest[] }[] {
  const stage = stagePlan(kind, 90);
  const target = stageTarget(accountPlan(stage), stage).id;
  const placed = { target, route: null, startMs: START_MS, endMs: START_MS + 60_000 };
  return INCIDENTS.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => ({
    stage,
    requests: drawnRequests(accountPlan(stage, [{ name, ...placed }]), 1, createRandom(61)),
  }));
}

describe("execution-log lines", () => {
  it("say what happened by the grammar of real ones", () => {
    const lines = executionLogLines(request(), contextOf(stagePlan("rest", 60)));
    expect(lines.length).toBeGreaterThanOrEqual(10);
    for (const line of lines) expect(line).toMatch(/^\(5b1f4a6e-[0-9a-f-]{27}\) \S/);
    expect(lines).toContain(`(${request().requestId}) HTTP Method: GET, Resource Path: /orders/{id}`);
    expect(lines).toContain(
      `(${request().requestId}) Received response. Status: 200, Integration latency: 46 ms`,
    );
    expect(lines.at(-1)).toBe(`(${request().requestId}) Method completed with status: 200`);
  });

  it("say at level ERROR only what went wrong, at OFF and on HTTP nothing", () => {
    const stage: StagePlan = { ...stagePlan("rest", 60), executionLogLevel: "ERROR" };
    expect(executionLogLines(request(), contextOf(stage))).toEqual([]);
    const outcome = {
      ...request().outcome,
      status: 504,
      responseType: "INTEGRATION_TIMEOUT",
      integrationStatus: null,
      integrationError: "Execution failed due to a timeout error",
    };
    expect(executionLogLines(request({ outcome, integrationLatencyMs: 27_000 }), contextOf(stage))).toEqual([
      `(${request().requestId}) Execution failed due to a timeout error`,
      `(${request().requestId}) Gateway response type: INTEGRATION_TIMEOUT with status code: 504`,
      `(${request().requestId}) Method completed with status: 504`,
    ]);
    expect(executionLogLines(request(), contextOf({ ...stage, executionLogLevel: "OFF" }))).toEqual([]);
    expect(executionLogLines(request(), contextOf(stagePlan("http", 60)))).toEqual([]);
  });

  it("name the limit that was exceeded, and mask the key", () => {
    const outcome = {
      ...request().outcome,
      status: 429,
      responseType: "THROTTLED",
      integrationLatency: null,
    };
    const text = executionLogLines(
      request({ outcome, integrationLatencyMs: null }),
      contextOf(stagePlan("rest", 60)),
    ).join("\n");
    expect(text).toMatch(
      /Key throttle limit exceeded for RestApi k3x9d2m7qa, Stage prod, Resource \w+, HttpMethod GET\. Limit: 10000\.00 Burst: 5000/,
    );
    expect(text).toMatch(/API Key: \*+[0-9a-f]{6} API Stage: k3x9d2m7qa\/prod/);
    expect(text).not.toContain("Starting execution");
  });

  it.skipIf(!existsSync(join(DATA, "execution-logs/messages.jsonl")))(
    "open with the phrases of recorded ones",
    () => {
      const recorded = readFileSync(join(DATA, "execution-logs/messages.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { message: string }).message)
        .filter((message) => /^\([0-9a-f-]{36}\) /.test(message))
        .map((message) => message.slice(39));
      expect(recorded.length).toBeGreaterThan(5);
      const ours = executionLogLines(request(), contextOf(stagePlan("rest", 60))).map((line) =>
        line.slice(39),
      );
      const opening = (message: string) => message.split(/[:.\d]| for | succeeded/)[0] ?? "";
      const known = new Set(ours.map(opening));
      const missing = recorded.map(opening).filter((text) => !known.has(text));
      // A stage that asks for no API key says so; ours has clients with keys.
      expect(new Set(missing)).toEqual(
        new Set(missing.filter((text) => text.includes("authorized because"))),
      );
    },
  );
});

interface Segment {
  readonly id: string;
  readonly parent_id?: string;
  readonly trace_id: string;
  readonly start_time: number;
  readonly end_time: number;
  readonly fault?: boolean;
  readonly error?: boolean;
  readonly throttle?: boolean;
  readonly http?: { readonly response?: { readonly status: number } };
  readonly subsegments?: readonly Segment[];
}

/** What does not hold of a request's trace. A list, since thousands of expectations take longer than what they look at. */
function brokenLaws(one: SimulatedRequest, first: Segment, others: readonly Segment[]): string[] {
  const broken: string[] = [];
  const law = (name: string, holds: boolean) => {
    if (!holds) broken.push(`${name}: ${JSON.stringify(one)}`);
  };
  const { status } = one.outcome;
  const isLong = (part: Segment, ms: number) =>
    Math.abs((part.end_time - part.start_time) * 1_000 - ms) < 0.05;
  law("status", first.http?.response?.status === status);
  law("start", Math.abs(first.start_time * 1_000 - one.timeMs) < 0.0005);
  law("length", isLong(first, one.latencyMs));
  law("fault", first.fault === (status >= 500 ? true : undefined));
  law("error", first.error === (status >= 400 && status < 500 ? true : undefined));
  law("throttle", first.throttle === (status === 429 ? true : undefined));
  const call = first.subsegments?.[0];
  law("call", (call !== undefined) === (one.integrationLatencyMs !== null));
  if (call === undefined) return broken;
  law("call's length", isLong(call, one.integrationLatencyMs ?? 0));
  // Every phase is a whole number of milliseconds of its own.
  law("call's end", call.end_time <= first.end_time + 0.0025);
  const [service, fn] = others;
  if (service === undefined || fn === undefined) return broken;
  law("parents", service.parent_id === call.id && fn.parent_id === service.id);
  law(
    "one trace",
    [service, fn, ...others].every(({ trace_id }) => trace_id === first.trace_id),
  );
  for (const part of [service, fn, ...(fn.subsegments ?? [])]) {
    law("begins within", part.start_time >= call.start_time);
    law("ends within", part.end_time <= call.end_time + 1e-6);
    law("ends after its beginning", part.end_time >= part.start_time);
  }
  return broken;
}

describe("X-Ray segments", () => {
  const context = contextOf(stagePlan("rest", 60));

  it.skipIf(!existsSync(join(DATA, "xray/xray-segments.json")))("have the fields of recorded ones", () => {
    const recorded = (
      JSON.parse(readFileSync(join(DATA, "xray/xray-segments.json"), "utf8")) as {
        doc: Record<string, unknown>;
      }[]
    ).map(({ doc }) => doc);
    const ours = xraySegments(request(), context);
    for (const origin of ["AWS::ApiGateway::Stage", "AWS::Lambda", "AWS::Lambda::Function"]) {
      const real = recorded.find((doc) => doc["origin"] === origin);
      const made = ours.find((doc) => doc["origin"] === origin);
      expect(real, `no recorded segment of ${origin}`).toBeDefined();
      // The recorded call of the service is an asynchronous one, whose attempts are subsegments.
      const skipped = origin === "AWS::Lambda" ? ["inferred", "subsegments"] : ["inferred"];
      const fields = Object.keys(real!).filter((field) => !skipped.includes(field));
      expect(Object.keys(made ?? {})).toEqual(expect.arrayContaining(fields));
      const names = (document: Record<string, unknown>) =>
        (document["subsegments"] as { name: string }[]).map(({ name }) => name);
      if (origin === "AWS::ApiGateway::Stage") {
        expect(shape(made)).toEqual(expect.arrayContaining(shape(real)));
        expect(names(made!)).toEqual(names(real!));
      }
    }
  });

  it("hang together, and end within their parents, for every way in which a request can end", () => {
    let traces = 0;
    const broken: string[] = [];
    for (const { stage, requests } of everyOutcome("rest")) {
      for (const one of requests) {
        const segments = xraySegments(one, contextOf(stage)) as unknown as Segment[];
        const [first] = segments;
        if (first === undefined) {
          if (one.outcome.unrouted !== true && one.outcome.responseType !== "WAF_FILTERED")
            broken.push("no trace");
          continue;
        }
        traces += 1;
        broken.push(...brokenLaws(one, first, segments.slice(1)));
      }
    }
    expect(traces).toBeGreaterThan(500);
    expect(broken).toEqual([]);
  });

  it("exist for traced REST stages alone", () => {
    const untraced = { ...context, stage: { ...context.stage, tracing: false } };
    expect(xraySegments(request(), untraced)).toEqual([]);
    expect(xraySegments(request({ route: "GET /carts" }), contextOf(stagePlan("http", 60)))).toEqual([]);
  });

  it("carry the ids that the logs carry", () => {
    const line = accessLogLine(
      "$context.requestId $context.xrayTraceId $context.integration.requestId",
      request(),
      context,
    );
    const [requestId, traceId, lambdaId] = line.split(" ");
    const [stage, service] = xraySegments(request(), context);
    expect(stage).toMatchObject({ trace_id: traceId, aws: { api_gateway: { request_id: requestId } } });
    expect(service).toMatchObject({ aws: { request_id: lambdaId } });
    const story = executionLogLines(request(), context).join("\n");
    expect(story).toContain(`X-ray Tracing ID : ${traceId}`);
    expect(story).toContain(`AWS Integration Endpoint RequestId : ${lambdaId}`);
    expect(traceId).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });
});

/** Every path to a field of a document, arrays as their first item. */
function shape(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return shape(value[0], `${path}[]`);
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([field, inner]) => shape(inner, `${path}.${field}`));
}
