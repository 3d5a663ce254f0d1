import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { CHECKS } from "../../../src/posture/registry.ts";
import { checkText } from "../../../src/posture/run-audit.ts";

/**
 * Every control that read-only calls can decide, with the flavours that it is about (R REST, H HTTP, W WebSocket), written down from AWS's
 * own documents and not from the registry; "all" is whatever there is, "D" custom domains. Each has a check of its own.
 */
const CONTROLS: Readonly<Record<string, readonly [check: string, flavours: string]>> = {
  "OBS-01": ["access-logs", "RHW"],
  "OBS-02": ["structured-logs", "RHW"],
  "OBS-03": ["log-fields", "RHW"],
  "OBS-04": ["log-validity", "RHW"],
  "OBS-05": ["log-secrets", "RW"],
  "OBS-06": ["execution-logs", "RW"],
  "OBS-07": ["data-trace", "RW"],
  "OBS-08": ["log-role", "RW"],
  "OBS-09": ["log-retention", "RHW"],
  "OBS-10": ["detailed-metrics", "RHW"],
  "OBS-11": ["tracing", "R"],
  "OBS-12": ["alarms", "RHW"],
  "OBS-13": ["unique-name", "R"],
  "SEC-01": ["web-acl", "R"],
  "SEC-02": ["method-authorization", "R"],
  "SEC-03": ["route-authorization", "HW"],
  "SEC-04": ["resource-policy", "R"],
  "SEC-05": ["default-endpoint", "RHW"],
  "SEC-06": ["mutual-tls", "D"],
  "SEC-07": ["tls-policy", "RD"],
  "SEC-08": ["endpoint-access-mode", "RD"],
  "SEC-09": ["client-certificate", "RW"],
  "SEC-10": ["backend-tls", "R"],
  "SEC-11": ["private-integration-tls", "H"],
  "SEC-12": ["cors", "RH"],
  "SEC-13": ["request-validation", "R"],
  "SEC-14": ["stage-variable-secrets", "RHW"],
  "SEC-15": ["authorizer-cache", "RH"],
  "SEC-16": ["cache-encryption", "R"],
  "SEC-17": ["cache-invalidation", "R"],
  "SEC-18": ["api-key-alone", "R"],
  "REL-01": ["throttle", "RHW"],
  "REL-02": ["usage-plans", "R"],
  "REL-03": ["throttle-sum", "RHW"],
  "REL-04": ["integration-timeout", "RHW"],
  "REL-05": ["deployment-status", "HW"],
  "REL-06": ["undeployed-changes", "RH"],
  "REL-07": ["canary", "R"],
  "REL-08": ["idle-cache", "R"],
  "REL-09": ["endpoint-type", "R"],
  "REL-10": ["compression", "R"],
  "REL-11": ["custom-domain", "RHWD"],
  "REL-12": ["vpc-links", "RH"],
  "REL-13": ["gateway-responses", "R"],
  "DOC-01": ["description-tags", "RHW"],
  "DOC-02": ["documentation-version", "R"],
  "DOC-03": ["openapi-export", "RH"],
  "DOC-04": ["unused", "RHW"],
};

test("every control has its check, and no check is without a control", () => {
  expect(Object.fromEntries(CHECKS.map(({ control, id }) => [control, id]))).toEqual(
    Object.fromEntries(Object.entries(CONTROLS).map(([control, [check]]) => [control, check])),
  );
});

test.each(Object.entries(CONTROLS))("%s is asked of all that it is about", (_, [id, flavours]) => {
  const check = CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  const { kinds, subjects } = checkText(check);
  const asked = kinds.map((kind) => ({ rest: "R", http: "H", websocket: "W" })[kind]);
  for (const flavour of flavours.replace("D", "")) expect(asked).toContain(flavour);
  if (flavours.includes("D")) expect(subjects).toContain("domain");
});

test("what read-only calls cannot tell of a control stands on the audit's page", () => {
  const page = readFileSync("docs/audit.md", "utf8");
  const section = page.slice(page.indexOf("## What nobody can tell from outside"));
  expect(section.length).toBeLessThan(page.length);
  for (const control of ["SEC-06", "SEC-15", "REL-04", "REL-06", "REL-10", "REL-11", "DOC-03"])
    expect(section).toContain(control);
});
