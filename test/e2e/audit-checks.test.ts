import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import type { AuditResult } from "../../src/model/audit-result.ts";
import { estateSchema } from "../../src/model/estate.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import { CHECKS } from "../../src/posture/registry.ts";
import { runAudit } from "../../src/posture/run-audit.ts";
import { auditCases } from "../support/audit-cases.ts";
import { NOW_MS } from "../support/recorded-control-plane.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

const { regions, cases } = auditCases();
let loopback: Loopback;
const results = new Map<string, AuditResult>();
const blind: string[] = [];

/** Every case is recorded before anything is read, and read once, through the real SDK. */
beforeAll(async () => {
  stubAwsEnvironment();
  loopback = await startLoopback(regions.map((region) => region.account()));
  for (const { region } of regions) {
    const reader = awsAccountReader({ region, endpointUrl: loopback.url, nowMs: NOW_MS });
    const { estate, blindSpots } = await reader.readEstate({ api: null, stage: null }, () => undefined);
    reader.close();
    blind.push(...blindSpots.map(({ hint }) => hint));
    expect(estateSchema.parse(JSON.parse(JSON.stringify(estate)))).toEqual(estate);
    for (const result of runAudit(CHECKS, [estate]))
      results.set(`${region} ${result.check} ${result.id}`, result);
  }
}, 60_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await loopback.close();
});

describe("each check, by recorded answers of the control plane", () => {
  test("all that was asked was answered", () => {
    expect(results.size).toBeGreaterThan(1_000);
    expect(blind).toEqual([]);
  });

  test.each(cases)("$check: $verdict", ({ check, verdict, region, id }) => {
    const result = results.get(`${region} ${check} ${id}`);
    expect(`${result?.verdict ?? "missing"} ${result?.message ?? ""}`).toMatch(new RegExp(`^${verdict} \\S`));
    if (verdict !== "fail") return;
    expect(result?.evidence.length).toBeGreaterThan(0);
    expect(result?.fix).not.toBe("");
    expect(result?.remedy?.cli.length).toBeDefined();
  });

  test("no check is without a case that passes and one that fails; one without the third says that it applies everywhere", () => {
    for (const { id, exempt } of CHECKS) {
      const verdicts = new Set(cases.filter(({ check }) => check === id).map(({ verdict }) => verdict));
      const isEverywhere = exempt.startsWith("Nowhere");
      expect([id, ...[...verdicts].sort()]).toEqual([
        id,
        "fail",
        ...(isEverywhere ? [] : ["not-applicable"]),
        "pass",
      ]);
      const said = [...results.values()].filter(({ check }) => check === id).map(({ verdict }) => verdict);
      if (isEverywhere) expect([id, said.includes("not-applicable")]).toEqual([id, false]);
    }
  });
});
