import { expect, test } from "vitest";

import type { AuditResult } from "../../../src/model/audit-result.ts";
import type { Estate } from "../../../src/model/estate.ts";
import { CHECKS } from "../../../src/posture/registry.ts";
import { runAudit } from "../../../src/posture/run-audit.ts";

function judge(check: string, more: Partial<Estate>): AuditResult {
  const [result] = runAudit(
    CHECKS.filter(({ id }) => id === check),
    [
      {
        schemaVersion: 1,
        origin: "aws",
        takenMs: 0,
        region: "eu-west-1",
        accountId: null,
        apis: [],
        ...more,
      },
    ],
  );
  if (result === undefined) throw new Error("nothing was judged");
  return result;
}

const SOURCES = ["method.request.header.X-Session"];

test("an authorizer keeps what is right about it: only what failed is in the remedy", () => {
  const remedyOf = (
    kind: "rest" | "http",
    ttlSeconds: number,
    identitySources: readonly string[],
  ): string => {
    const authorizers = [
      { id: "q1", name: "session", type: "REQUEST", ttlSeconds, identitySources: [...identitySources] },
    ];
    const { verdict, remedy } = judge("authorizer-cache", {
      apis: [{ kind, id: "a1", name: "shop", authorizers, stages: [] }],
    });
    expect(verdict).toBe("fail");
    return JSON.stringify(remedy);
  };
  for (const kind of ["rest", "http"] as const) {
    const long = remedyOf(kind, 900, SOURCES);
    expect(long).toMatch(/ttl.*TtlInSeconds.*ttl_in_seconds/is);
    expect(long).not.toMatch(/identity/i);
    const blind = remedyOf(kind, 60, []);
    expect(blind).toMatch(/identity.*IdentitySource.*identity_source/is);
    expect(blind).not.toMatch(/ttl/i);
    expect(remedyOf(kind, 900, [])).toMatch(/ttl.*identity/is);
  }
});

test("the execution log of one method alone is kept for ever as well", () => {
  const group = "API-Gateway-Execution-Logs_a1/prod";
  const judged = (loggingLevel: string): string =>
    judge("log-retention", {
      apis: [
        {
          kind: "rest",
          id: "a1",
          name: "shop",
          stages: [
            {
              name: "prod",
              accessLog: null,
              every: { loggingLevel: "OFF" },
              byRoute: { "GET /orders": { loggingLevel } },
            },
          ],
        },
      ],
      logGroups: { [group]: { retentionDays: null } },
    }).verdict;
  expect(judged("INFO")).toBe("fail");
  expect(judged("OFF")).toBe("not-applicable");
});

test("a certificate whose days nobody could read is no certificate that is fine", () => {
  const judged = (region: string, certificateDays?: number): string => {
    const { verdict, remedy } = judge("custom-domain", {
      domains: [
        {
          name: "shop.example.com",
          status: "AVAILABLE",
          certificateArn: `arn:aws:acm:${region}:471112345678:certificate/c1`,
          ...(certificateDays === undefined ? {} : { certificateDays }),
          mappings: [],
        },
      ],
    });
    // No mapping brings a certificate back.
    expect(JSON.stringify(remedy)).not.toMatch(/mapping|API/);
    return verdict;
  };
  expect(judged("eu-west-1")).toBe("unknown");
  expect(judged("eu-west-1", 200)).toBe("pass");
  expect(judged("eu-west-1", 3)).toBe("fail");
  // An edge-optimized domain's, which is not asked about.
  expect(judged("us-east-1")).toBe("pass");
});
