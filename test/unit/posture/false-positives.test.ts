import { expect, test } from "vitest";

import type { Estate, EstateApi, EstateRoute, EstateStage } from "../../../src/model/estate.ts";
import { v2StageSchema } from "../../../src/collectors/inventory/http-websocket-schemas.ts";
import { toV2Stage } from "../../../src/collectors/posture/to-v2-api.ts";
import { toRestStage } from "../../../src/collectors/posture/to-rest-api.ts";
import { CHECKS } from "../../../src/posture/registry.ts";
import { runAudit } from "../../../src/posture/run-audit.ts";

/** What scanners are known to fail wrongly, each rule with what is right and, beside it, what is really wrong. */
const LAMBDA = { kind: "lambda-proxy", target: "orders", timeoutMs: 29_000 } as const;
const MOCK = { kind: "mock", target: null } as const;

function api(more: Partial<EstateApi>): EstateApi {
  return {
    kind: "rest",
    id: "a1",
    name: "orders",
    endpointType: "REGIONAL",
    policy: null,
    stages: [],
    ...more,
  };
}

function route(key: string, more: Partial<EstateRoute> = {}): EstateRoute {
  return {
    key,
    authorization: "NONE",
    apiKeyRequired: false,
    validatorId: null,
    integration: LAMBDA,
    ...more,
  };
}

function judge(check: string, one: EstateApi): { verdict: string; severity: string; message: string } {
  const estate: Estate = {
    schemaVersion: 1,
    origin: "aws",
    takenMs: 0,
    region: "eu-west-1",
    accountId: "471112345678",
    apis: [one],
  };
  const found = runAudit(
    CHECKS.filter(({ id }) => id === check),
    [estate],
  );
  expect(found).toHaveLength(1);
  const [result] = found;
  return {
    verdict: result?.verdict ?? "",
    severity: result?.severity ?? "",
    message: result?.message ?? "",
  };
}

function verdict(check: string, one: EstateApi): string {
  return judge(check, one).verdict;
}

const stage = (more: Partial<EstateStage>, kind: EstateApi["kind"] = "rest"): EstateApi =>
  api({ kind, routes: [], stages: [{ name: "prod", ...more }] });

test("a preflight that the gateway answers needs neither authorization nor validation", () => {
  const preflight = route("OPTIONS /orders", { integration: MOCK });
  const signed = route("POST /orders", { authorization: "AWS_IAM", validatorId: "v1", hasModel: true });
  const validators = [{ id: "v1", body: true, parameters: false }];
  expect(verdict("method-authorization", api({ routes: [signed, preflight], validators }))).toBe("pass");
  expect(verdict("request-validation", api({ routes: [signed, preflight], validators }))).toBe("pass");
  expect(verdict("request-validation", api({ routes: [preflight], validators }))).toBe("not-applicable");
  expect(verdict("method-authorization", api({ routes: [route("GET /orders"), preflight] }))).toBe("fail");
});

test("a greedy ANY with an authorizer covers every verb, and takes bodies", () => {
  const greedy = route("ANY /{proxy+}", { authorization: "CUSTOM" });
  expect(verdict("method-authorization", api({ routes: [greedy] }))).toBe("pass");
  expect(verdict("request-validation", api({ routes: [greedy], validators: [] }))).toBe("fail");
  expect(verdict("method-authorization", api({ routes: [route("ANY /{proxy+}")] }))).toBe("fail");
});

test("settings that nobody made are AWS's defaults, and those of one method may weaken those of all", () => {
  const bare = toRestStage({ stageName: "prod" }, undefined, undefined);
  expect(bare.every).toMatchObject({ loggingLevel: "OFF", metrics: false, dataTrace: false });
  const of = (one: EstateStage): EstateApi => api({ routes: [], stages: [one] });
  expect(verdict("execution-logs", of(bare))).toBe("fail");
  expect(verdict("data-trace", of(bare))).toBe("pass");
  const every = { loggingLevel: "ERROR", dataTrace: false };
  expect(verdict("execution-logs", stage({ every, byRoute: {} }))).toBe("pass");
  const weaker = { "GET /orders": { loggingLevel: "OFF", dataTrace: true } };
  expect(verdict("execution-logs", stage({ every, byRoute: weaker }))).toBe("fail");
  expect(verdict("data-trace", stage({ every, byRoute: weaker }))).toBe("fail");
});

test("a private API whose policy says who may call needs no authorizer, and without one it is a lesser failure", () => {
  const policy = (condition: object): string =>
    JSON.stringify({
      Statement: [{ Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", ...condition }],
    });
  const inside = { endpointType: "PRIVATE", routes: [route("GET /orders")] };
  const condition = { Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } };
  expect(verdict("method-authorization", api({ ...inside, policy: policy(condition) }))).toBe("pass");
  expect(judge("method-authorization", api({ ...inside, policy: policy({}) }))).toMatchObject({
    verdict: "fail",
    severity: "medium",
  });
  expect(judge("method-authorization", api({ routes: inside.routes, policy: policy({}) }))).toMatchObject({
    verdict: "fail",
    severity: "high",
  });
});

test("the default stage of an HTTP API has no description by habit", () => {
  const named = (name: string): EstateApi =>
    api({
      kind: "http",
      description: "x",
      tags: { a: "b" },
      stages: [{ name, description: null, tags: {} }],
    });
  const estate = (one: EstateApi) =>
    runAudit(
      CHECKS.filter(({ id }) => id === "description-tags"),
      [{ schemaVersion: 1, origin: "aws", takenMs: 0, region: "x", accountId: null, apis: [one] }],
    ).map((result) => `${result.subject} ${result.verdict}`);
  expect(estate(named("$default"))).toEqual(["api pass", "stage not-applicable"]);
  expect(estate(named("prod"))).toEqual(["api pass", "stage fail"]);
});

test("a stage that caches nothing has nothing to encrypt, and is no failure of caching either", () => {
  const every = { caching: false, cacheEncrypted: false };
  expect(verdict("cache-encryption", stage({ cache: null, every }))).toBe("not-applicable");
  expect(verdict("idle-cache", stage({ cache: null, every }))).toBe("not-applicable");
  const cache = { sizeGb: "0.5", status: "AVAILABLE" };
  expect(verdict("cache-encryption", stage({ cache, every: { ...every, caching: true } }))).toBe("fail");
  expect(verdict("idle-cache", stage({ cache, every }))).toBe("fail");
});

test("of a WebSocket API only $connect is asked who calls", () => {
  const connect = route("$connect", { authorization: "CUSTOM" });
  const others = [route("$disconnect"), route("$default"), route("sendOrder")];
  expect(verdict("route-authorization", api({ kind: "websocket", routes: [connect, ...others] }))).toBe(
    "pass",
  );
  expect(
    verdict("route-authorization", api({ kind: "websocket", routes: [route("$connect"), ...others] })),
  ).toBe("fail");
});

test("what API Gateway manages is told to nobody as something to change", () => {
  const managed = toV2Stage(
    { ApiId: "a1", ProtocolType: "HTTP" },
    v2StageSchema.parse({ StageName: "$default", AutoDeploy: true, ApiGatewayManaged: true }),
    undefined,
  );
  const of = (one: EstateStage) =>
    runAudit(
      CHECKS.filter(({ id }) => id === "access-logs"),
      [
        {
          schemaVersion: 1,
          origin: "aws",
          takenMs: 0,
          region: "eu-west-1",
          accountId: null,
          apis: [api({ kind: "http", routes: [], stages: [one] })],
        },
      ],
    )[0];
  expect(of(managed)).toMatchObject({ verdict: "fail", remedy: null });
  expect(of(managed)?.fix).toContain("make a stage of your own");
  expect(of({ ...managed, isManaged: false })?.remedy?.cli.length).toBeGreaterThan(0);
});
