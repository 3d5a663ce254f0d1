import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import type { AuditResult, AuditVerdict } from "../../../src/model/audit-result.ts";
import { CHECKS } from "../../../src/posture/registry.ts";
import { runAudit } from "../../../src/posture/run-audit.ts";
import { readEstate } from "../../../src/templates/estate/read-estate.ts";

const FOLDER = join(process.env["GATEWATCH_DATA"] ?? "../shared/data", "templates");
const PATTERNS = "aws-samples+serverless-patterns";
const SAM = "aws+serverless-application-model/tests/translator";

async function audit(path: string): Promise<AuditResult[]> {
  const text = await readFile(join(FOLDER, path), "utf8");
  const { estate } = readEstate(text, path, { parameters: new Map(), stage: null, takenMs: 0 });
  return runAudit(CHECKS, [estate]);
}

/** Written down by somebody who read the template, not by what the audit says: by API or stage, what each check must come to. */
const VERDICTS: Readonly<
  Record<string, Readonly<Record<string, Readonly<Partial<Record<AuditVerdict, readonly string[]>>>>>>
> = {
  // SAM REST, REGIONAL, traced, a web ACL for its stage; one GET without an authorizer.
  [`${PATTERNS}/waf-apigw-rest/template.yaml`]: {
    "rest:MyApi/Prod": {
      pass: ["web-acl", "tracing"],
      fail: ["access-logs", "execution-logs", "throttle", "detailed-metrics"],
      "not-applicable": ["canary", "idle-cache", "log-fields", "unused"],
    },
    "rest:MyApi": {
      pass: ["endpoint-type", "integration-timeout"],
      fail: ["method-authorization", "compression"],
      "not-applicable": ["request-validation", "cors", "resource-policy", "api-key-alone"],
    },
  },
  // SAM REST with settings for all methods and others for POST /, tracing from Globals.
  [`${PATTERNS}/apigw-throttle-sam/template.yaml`]: {
    "rest:ThrottlingApi/Prod": {
      pass: ["throttle", "execution-logs", "detailed-metrics", "tracing", "data-trace"],
      fail: ["access-logs", "web-acl"],
    },
    "rest:ThrottlingApi": {
      pass: ["integration-timeout"],
      fail: ["request-validation", "method-authorization", "endpoint-type"],
    },
  },
  // Keys for every method, a plan with throttle and quota, functions that may run for 45 seconds.
  [`${PATTERNS}/apigw-usage-plans/template.yaml`]: {
    "rest:UsagePlanAPI/Prod": { pass: ["usage-plans", "tracing"], fail: ["throttle", "execution-logs"] },
    "rest:UsagePlanAPI": {
      fail: ["integration-timeout", "api-key-alone", "method-authorization", "request-validation"],
    },
  },
  // A resource policy of SAM's own kind, which denies ranges of addresses.
  [`${PATTERNS}/apigw-resource-policy/template.yaml`]: {
    "rest:AppApi": {
      pass: ["method-authorization"],
      fail: ["description-tags"],
      "not-applicable": ["resource-policy", "request-validation"],
    },
    "rest:AppApi/Prod": { fail: ["access-logs", "tracing"] },
  },
  // Nothing but an ANY method, in spite of its name no cache.
  [`${PATTERNS}/apigw-caching-sam/template.yaml`]: {
    "rest:CachedApi/Prod": { "not-applicable": ["cache-encryption", "idle-cache", "cache-invalidation"] },
    "rest:CachedApi": { pass: ["integration-timeout"], fail: ["request-validation", "method-authorization"] },
  },
  // WebSocket in CloudFormation's words: no AuthorizationType anywhere, a function of 30 seconds behind a gateway that waits for 29.
  [`${PATTERNS}/apigw-websocket-lambda-bedrock-sam/template.yaml`]: {
    "websocket:WebSocketAPI": {
      fail: ["route-authorization", "integration-timeout"],
      "not-applicable": ["method-authorization", "cors"],
    },
    "websocket:WebSocketAPI/prod": {
      fail: ["access-logs", "execution-logs", "throttle"],
      "not-applicable": ["tracing", "web-acl", "deployment-status"],
    },
  },
  // SAM HTTP API with the default stage; its function ends with the gateway's 30 seconds.
  [`${PATTERNS}/apigw-http-api-lambda-rds-proxy/template.yaml`]: {
    "http:HttpApi": {
      pass: ["integration-timeout"],
      fail: ["route-authorization"],
      "not-applicable": ["cors", "private-integration-tls", "endpoint-type"],
    },
    "http:HttpApi/$default": {
      fail: ["access-logs"],
      "not-applicable": ["execution-logs", "description-tags", "data-trace"],
    },
  },
  // Private REST API: Cognito on both methods, a policy for one VPC endpoint written as text, a private backend over plain HTTP in the VPC.
  [`${PATTERNS}/cognito-restapi-vpclink/template.yml`]: {
    "rest:Serverless Pattern private REST API": {
      pass: ["method-authorization", "resource-policy", "endpoint-type", "backend-tls", "description-tags"],
      fail: ["request-validation", "compression"],
      "not-applicable": ["integration-timeout", "custom-domain"],
    },
  },
  // What SAM makes of a template: one API with its document written out, one with the document in a bucket.
  [`${SAM}/output/api_with_minimum_compression_size.json`]: {
    "rest:ServerlessRestApi": {
      pass: ["compression"],
      fail: ["method-authorization"],
      "not-applicable": ["request-validation"],
    },
    "rest:ExplicitApi": {
      pass: ["compression"],
      unknown: ["method-authorization", "request-validation", "cors"],
    },
    "rest:ExplicitApi/Prod": { fail: ["access-logs", "tracing"] },
  },
  // CORS for everybody and a key for every method, the document written out.
  [`${SAM}/input/api_with_cors_and_apikey_defined_at_api_level.yaml`]: {
    "rest:MyApi": {
      pass: ["cors"],
      fail: ["api-key-alone", "gateway-responses", "method-authorization"],
      "not-applicable": ["request-validation"],
    },
    "rest:MyApi/dev": { unknown: ["usage-plans"], fail: ["access-logs"] },
  },
};

describe.skipIf(!existsSync(FOLDER))("templates in use (skipped where the data is not there)", () => {
  test("each of them is audited", async () => {
    const index = z
      .array(z.object({ path: z.string() }))
      .parse(JSON.parse(await readFile(join(FOLDER, "index.json"), "utf8")));
    expect(index.length).toBeGreaterThan(100);
    const counts = await Promise.all(index.map(async ({ path }) => (await audit(path)).length));
    expect(counts.filter((count) => count === 0)).toEqual([]);
  });

  test.each(Object.entries(VERDICTS))("%s has the verdicts that a reader gave it", async (path, subjects) => {
    const results = await audit(path);
    const expected = Object.entries(subjects).flatMap(([id, verdicts]) =>
      Object.entries(verdicts).flatMap(([verdict, checks]) =>
        checks.map((check) => `${id} ${check}: ${verdict}`),
      ),
    );
    const found = new Map(results.map(({ id, check, verdict }) => [`${id} ${check}`, verdict]));
    expect(expected.length).toBeGreaterThan(4);
    expect(
      expected
        .map((line) => line.slice(0, line.indexOf(":", line.indexOf(" "))))
        .map((key) => `${key}: ${found.get(key) ?? "missing"}`),
    ).toEqual(expected);
  });
});
