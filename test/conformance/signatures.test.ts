import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { recognize } from "../../src/analyzers/signatures/recognize.ts";
import { SIGNATURES } from "../../src/analyzers/signatures/registry.ts";
import type { Symptom } from "../../src/analyzers/signatures/signature.ts";
import { responseTypeFact } from "../../src/catalog/response-types.ts";

type Seen = Partial<Symptom>;

interface Case {
  /** At least one of each source that the signature claims. */
  readonly positive: readonly Seen[];
  /** What looks much like it, and is something else or nothing. */
  readonly nearMiss: readonly Seen[];
}

const lines = (text: string, more: Seen = {}): Seen => ({
  source: "execution-logs",
  status: null,
  text,
  ...more,
});
const access = (
  status: number,
  responseType: string | null,
  text: string | null = null,
  more: Seen = {},
): Seen => ({
  source: "access-logs",
  status,
  responseType,
  text,
  ...more,
});
const trace = (status: number, text: string, more: Seen = {}): Seen => ({
  source: "traces",
  status,
  text,
  ...more,
});
const answer = (type: string): Seen =>
  lines(`Gateway response type: ${type} with status code: ${responseTypeFact(type)?.status}`);
const failed = (what: string): string => `Execution failed due to configuration error: ${what}`;
const raised = (what: string): string =>
  `Lambda execution failed with status 200 due to customer function error: ${what}`;
/** A type in both logs, against its neighbour. */
const ofType = (type: string, neighbour: string): Case => {
  const statusOf = (one: string): number => responseTypeFact(one)?.status ?? 0;
  return {
    positive: [access(statusOf(type), type), answer(type)],
    nearMiss: [
      access(statusOf(type), null),
      access(statusOf(neighbour), neighbour),
      answer(neighbour),
      lines(`Method completed with status: ${statusOf(type)}`),
    ],
  };
};

const CASES: Readonly<Record<string, Case>> = {
  "cors-preflight": {
    positive: [
      access(403, "MISSING_AUTHENTICATION_TOKEN", null, { method: "OPTIONS" }),
      access(401, "UNAUTHORIZED", "Unauthorized", { method: "OPTIONS" }),
      lines("Unauthorized request: ID", { method: "OPTIONS", status: 401 }),
    ],
    nearMiss: [
      access(429, "THROTTLED", null, { method: "OPTIONS" }),
      access(200, null, null, { method: "OPTIONS" }),
      access(401, "UNAUTHORIZED", null, { method: "GET" }),
    ],
  },
  "websocket-gone": {
    positive: [
      access(410, null, null, { api: "websocket" }),
      lines("GoneException", { api: "websocket" }),
      trace(502, "GoneException: 410", { api: "websocket" }),
    ],
    nearMiss: [access(410, null), access(400, null, "BadRequestException", { api: "websocket" })],
  },
  "websocket-route-selection": {
    positive: [
      access(400, null, "No route matched the message", { api: "websocket" }),
      lines("Could not route message: no route key", { api: "websocket" }),
    ],
    nearMiss: [access(404, null, "No route matched"), access(400, null, "Forbidden", { api: "websocket" })],
  },
  "malformed-lambda-response": {
    positive: [
      access(502, "DEFAULT_5XX", failed("Malformed Lambda proxy response")),
      access(
        500,
        "DEFAULT_5XX",
        "The response from the Lambda function doesn't match the format that API Gateway expects.",
      ),
      lines(failed("Malformed Lambda proxy response"), { status: 502 }),
    ],
    nearMiss: [access(400, null, "Malformed JSON"), access(502, null, "malformed upstream answer")],
  },
  "lambda-permission-missing": {
    positive: [
      access(500, "DEFAULT_5XX", failed("Invalid permissions on Lambda function")),
      access(500, "API_CONFIGURATION_ERROR"),
      lines(failed("Invalid permissions on Lambda function"), { status: 500 }),
      lines("Lambda invocation failed with status: 403"),
      trace(500, "Lambda invocation failed with status: 403"),
    ],
    nearMiss: [
      access(403, null, "no permissions to call the integration"),
      access(500, null, "doesn't have permissions to call the authorizer"),
      lines("Lambda invocation failed with status: 429"),
    ],
  },
  "lambda-throttled": {
    positive: [
      access(500, "DEFAULT_5XX", failed("Rate Exceeded.")),
      lines("Lambda invocation failed with status: 429"),
      trace(500, "Lambda invocation failed with status: 429"),
      trace(500, "TooManyRequestsException: Rate exceeded"),
    ],
    nearMiss: [
      access(429, "THROTTLED", "Too Many Requests"),
      access(429, null, "Too Many Requests"),
      trace(429, "x"),
    ],
  },
  "lambda-timeout": {
    positive: [
      access(502, "INTEGRATION_FAILURE", "Lambda Customer Function Error: Task timed out after 3.01 seconds"),
      lines(raised("Task timed out after 3.01 seconds")),
      trace(502, "Error: Task timed out after 6.00 seconds"),
    ],
    nearMiss: [
      access(504, "INTEGRATION_TIMEOUT", "Endpoint request timed out"),
      trace(500, "TimeoutError: a socket"),
    ],
  },
  "lambda-function-error": {
    positive: [
      access(504, "INTEGRATION_FAILURE", "Lambda Customer Function Error:'KEY'"),
      lines(raised("'KEY'"), { status: 502 }),
      trace(502, "TypeError: cannot read properties of undefined"),
      trace(502, "Runtime.ImportModuleError: no module"),
    ],
    nearMiss: [
      access(400, null, "customer function error"),
      lines("Lambda invocation failed with status: 500"),
    ],
  },
  "integration-timeout": {
    positive: [
      access(504, "INTEGRATION_TIMEOUT", "Endpoint request timed out"),
      lines("Execution failed due to a timeout error", { status: 504 }),
      answer("INTEGRATION_TIMEOUT"),
    ],
    nearMiss: [access(504, null), access(504, "INTEGRATION_FAILURE"), lines("Connection timed out")],
  },
  "integration-tls": {
    positive: [
      access(500, "DEFAULT_5XX", failed("PKIX path building failed")),
      lines(
        failed("Host name 'a.example' does not match the certificate subject provided by the peer (CN=b)"),
      ),
    ],
    nearMiss: [
      access(403, null, "client certificate required"),
      lines(failed("Malformed Lambda proxy response")),
    ],
  },
  "vpc-link-trouble": {
    positive: [
      access(500, "DEFAULT_5XX", failed("There was an internal error while executing your request"), {
        integration: "vpc-link",
      }),
      lines("Execution failed due to an vpc link error", { status: 500 }),
    ],
    nearMiss: [
      access(500, "DEFAULT_5XX", failed("There was an internal error while executing your request")),
      access(503, null, null, { integration: "vpc-link" }),
    ],
  },
  "http-api-vpc-link-unavailable": {
    positive: [
      access(503, "INTEGRATION_FAILURE", null, { api: "http", integration: "vpc-link" }),
      access(503, null, "Service Unavailable", { api: "http", integration: "vpc-link" }),
    ],
    nearMiss: [
      access(503, null, null, { api: "http", integration: "vpc-link" }),
      access(503, "INTEGRATION_FAILURE", null, { api: "http", integration: "lambda-proxy" }),
      access(503, "INTEGRATION_FAILURE", null, { api: "rest", integration: "vpc-link" }),
    ],
  },
  "integration-network": {
    positive: [
      access(504, "INTEGRATION_FAILURE", "Network error communicating with endpoint"),
      lines(failed("Invalid endpoint address")),
    ],
    nearMiss: [access(400, null, "network error"), lines("Execution failed due to a timeout error")],
  },
  "no-output-mapping": {
    positive: [
      access(
        500,
        "DEFAULT_5XX",
        failed("No match for output mapping and no default output mapping configured."),
      ),
      lines(
        failed(
          "No match for output mapping and no default output mapping configured. Endpoint Response Status Code: 403",
        ),
      ),
      lines(failed("Output mapping refers to an invalid method response: 2xx")),
    ],
    nearMiss: [lines(failed("Unable to transform response")), access(500, "DEFAULT_5XX", "no match")],
  },
  "mapping-template-failure": {
    positive: [
      access(500, "DEFAULT_5XX", failed("Unable to transform request")),
      access(400, "DEFAULT_4XX", "Could not parse request body into json: Unexpected character"),
      lines(failed("Unable to transform response")),
    ],
    nearMiss: [
      access(400, "BAD_REQUEST_BODY", "Invalid request body"),
      lines(failed("No match for output mapping")),
    ],
  },
  "authorizer-configuration": {
    positive: [
      access(500, "AUTHORIZER_CONFIGURATION_ERROR"),
      lines("AuthorizerConfigurationException"),
      lines(failed("Could not parse policy")),
      access(500, null, "The response from the Lambda Authorizer function doesn't match the format"),
    ],
    nearMiss: [access(500, "AUTHORIZER_FAILURE"), access(401, "UNAUTHORIZED")],
  },
  "authorizer-failure": ofType("AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR"),
  "authorizer-denied": ofType("ACCESS_DENIED", "UNAUTHORIZED"),
  unauthorized: {
    positive: [access(401, "UNAUTHORIZED", "Unauthorized"), lines("Unauthorized request: ID")],
    nearMiss: [access(401, null), access(403, "ACCESS_DENIED"), lines("Method completed with status: 401")],
  },
  "expired-token": ofType("EXPIRED_TOKEN", "INVALID_SIGNATURE"),
  "invalid-signature": ofType("INVALID_SIGNATURE", "EXPIRED_TOKEN"),
  "unknown-route": ofType("RESOURCE_NOT_FOUND", "MISSING_AUTHENTICATION_TOKEN"),
  "missing-authentication-token": ofType("MISSING_AUTHENTICATION_TOKEN", "RESOURCE_NOT_FOUND"),
  "invalid-api-key": ofType("INVALID_API_KEY", "MISSING_AUTHENTICATION_TOKEN"),
  "usage-plan-throttle": {
    positive: [
      lines(
        "Key throttle limit exceeded for RestApi abc, Stage prod, Resource ID, HttpMethod POST. Limit: 1.00 Burst: 1",
      ),
    ],
    nearMiss: [answer("THROTTLED"), access(429, "THROTTLED", "Too Many Requests")],
  },
  "stage-throttle": ofType("THROTTLED", "QUOTA_EXCEEDED"),
  "quota-exceeded": ofType("QUOTA_EXCEEDED", "THROTTLED"),
  "waf-block": ofType("WAF_FILTERED", "ACCESS_DENIED"),
  "request-body-invalid": {
    positive: [
      access(400, "BAD_REQUEST_BODY", "Invalid request body"),
      lines(
        "Request body does not match model schema for content type application/json: [object has missing required properties]",
      ),
    ],
    nearMiss: [access(400, null), access(400, "BAD_REQUEST_PARAMETERS")],
  },
  "request-parameters-missing": {
    positive: [access(400, "BAD_REQUEST_PARAMETERS"), lines("Missing required request parameters: [q]")],
    nearMiss: [access(400, "BAD_REQUEST_BODY"), access(400, null, "missing parameters")],
  },
  "payload-too-large": ofType("REQUEST_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"),
  "unsupported-media-type": ofType("UNSUPPORTED_MEDIA_TYPE", "REQUEST_TOO_LARGE"),
  "integration-failure": {
    positive: [access(504, "INTEGRATION_FAILURE"), answer("INTEGRATION_FAILURE")],
    nearMiss: [access(504, null), access(504, "INTEGRATION_FAILURE", "Lambda Customer Function Error:'KEY'")],
  },
};

function symptom(seen: Seen): Symptom {
  return {
    source: "access-logs",
    api: "rest",
    status: null,
    responseType: null,
    text: null,
    method: "POST",
    integration: "lambda-proxy",
    ...seen,
  };
}

it("has cases for each signature, and none for others", () => {
  expect(SIGNATURES.length).toBeGreaterThan(25);
  expect(Object.keys(CASES).toSorted()).toEqual(SIGNATURES.map(({ id }) => id).toSorted());
});

describe.each(SIGNATURES)("$id", ({ id, sources, explanation, nextSteps, kind }) => {
  const { positive, nearMiss } = CASES[id] ?? { positive: [], nearMiss: [] };

  it("is recognized in each source that it claims", () => {
    expect(new Set(positive.map((seen) => symptom(seen).source))).toEqual(new Set(sources));
    for (const seen of positive) expect([seen, recognize(symptom(seen))?.id]).toEqual([seen, id]);
  });

  it("is not seen in what only looks like it", () => {
    expect(nearMiss.length).toBeGreaterThan(1);
    for (const seen of nearMiss) expect([seen, recognize(symptom(seen))?.id]).not.toEqual([seen, id]);
  });

  it("has a page that says what its file says", () => {
    const page = `docs/signatures/${id}.md`;
    expect(existsSync(page)).toBe(true);
    const text = readFileSync(page, "utf8").replace(/\s+/g, " ");
    for (const step of nextSteps) expect(text).toContain(step);
    expect(text).toContain(`Cause: \`${kind}\``);
    expect(explanation).not.toMatch(/\.$/);
    expect(readFileSync("docs/signatures/README.md", "utf8")).toContain(`(${id}.md)`);
  });
});

it("nothing is made of what says nothing", () => {
  for (const source of ["access-logs", "execution-logs", "traces"] as const)
    for (const api of ["rest", "http", "websocket"] as const)
      expect(recognize(symptom({ source, api, status: 500, method: null, integration: null }))).toBeNull();
});
