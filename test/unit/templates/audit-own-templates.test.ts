import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { CHECKS } from "../../../src/posture/registry.ts";
import { runAudit } from "../../../src/posture/run-audit.ts";
import { readEstate } from "../../../src/templates/estate/read-estate.ts";

/** Verdicts derived from each check's rule and the template, before the audit was asked. */
function verdictsOf(file: string, stage: string | null): Readonly<Record<string, string>> {
  const text = readFileSync(`test/data/audit/${file}`, "utf8");
  const { estate } = readEstate(text, file, { parameters: new Map(), stage, takenMs: 0 });
  return Object.fromEntries(
    runAudit(CHECKS, [estate]).map(({ check, id, verdict }) => [`${id} ${check}`, verdict]),
  );
}

test("a template as the CDK synthesizes it: hashed ids, joined addresses, a method that is closed", () => {
  const api = "rest:shop";
  expect(verdictsOf("cdk-synth.json", null)).toMatchObject({
    [`${api} method-authorization`]: "pass",
    [`${api} route-authorization`]: "not-applicable",
    // 31 seconds, and the gateway waits for 29.
    [`${api} integration-timeout`]: "fail",
    [`${api} endpoint-type`]: "pass",
    [`${api} backend-tls`]: "not-applicable",
    [`${api} request-validation`]: "not-applicable",
    [`${api} compression`]: "fail",
    [`${api} custom-domain`]: "unknown",
    [`${api}/prod throttle`]: "fail",
    [`${api}/prod execution-logs`]: "pass",
    [`${api}/prod data-trace`]: "pass",
    [`${api}/prod tracing`]: "pass",
    [`${api}/prod access-logs`]: "fail",
    [`${api}/prod web-acl`]: "fail",
    [`${api}/prod detailed-metrics`]: "fail",
    [`${api}/prod idle-cache`]: "not-applicable",
    [`${api}/prod canary`]: "not-applicable",
    [`${api}/prod usage-plans`]: "not-applicable",
    [`${api}/prod alarms`]: "unknown",
    [`${api}/prod deployment-status`]: "not-applicable",
  });
});

test("a bare OpenAPI document of a REST API: methods are judged, stages are not known", () => {
  const api = "rest:shop";
  expect(verdictsOf("openapi.yaml", "prod")).toMatchObject({
    // POST asks nobody who calls.
    [`${api} method-authorization`]: "fail",
    [`${api} backend-tls`]: "fail",
    [`${api} request-validation`]: "fail",
    [`${api} compression`]: "pass",
    [`${api}/prod throttle`]: "unknown",
    [`${api}/prod access-logs`]: "unknown",
    [`${api}/prod execution-logs`]: "unknown",
    [`${api}/prod unused`]: "not-applicable",
  });
});
