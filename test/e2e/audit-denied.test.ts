import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { awsAccountReader } from "../../src/collectors/aws-account-reader.ts";
import type { FaultKind, FaultTarget } from "../../src/loopback/fault-plan.ts";
import { startLoopback, type Loopback } from "../../src/loopback/start-loopback.ts";
import type { AuditResult } from "../../src/model/audit-result.ts";
import type { BlindSpot } from "../../src/model/snapshot.ts";
import { CHECKS } from "../../src/posture/registry.ts";
import { runAudit } from "../../src/posture/run-audit.ts";
import { NOW_MS, RecordedRegion, restMethod, restSettings } from "../support/recorded-control-plane.ts";
import { stubAwsEnvironment } from "../support/stub-aws-environment.ts";

/**
 * What each call tells is taken away in turn. The oracle is the reading that nothing was taken from: whoever sees less may decide
 * less, and never anything else.
 */
const REGION = "eu-west-1";
const isAll = process.env["GATEWATCH_JUDGE_ALL"] !== undefined;
/** It would break a terminal, a table, and a shell. */
const HOSTILE = "\u001B[31m$(x)|`<b>";

/** One of everything, half of it wrong. */
function account(): RecordedRegion {
  const main = new RecordedRegion(REGION, {
    cloudwatchRoleArn: "arn:aws:iam::471112345678:role/logs",
    throttleSettings: { rateLimit: 10_000, burstLimit: 5_000 },
  });
  main.rest("good");
  main.rest("bad", {
    api: { name: HOSTILE, endpointConfiguration: { types: ["EDGE"] }, disableExecuteApiEndpoint: false },
    methods: {
      "GET /orders": restMethod(REGION, "GET", { authorizationType: "NONE", apiKeyRequired: true }),
      "POST /orders": restMethod(REGION, "POST"),
    },
    authorizers: [
      { id: "aut9", name: HOSTILE, type: "REQUEST", identitySource: "", authorizerResultTtlInSeconds: 60 },
    ],
    gatewayResponses: [],
    stage: {
      clientCertificateId: "cert-short",
      canarySettings: { percentTraffic: 12, deploymentId: "dep1" },
      methodSettings: { "*/*": restSettings({ throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 }) },
    },
  });
  main.v2("search", "HTTP", {
    deployments: [{ deploymentId: "dep2", deploymentStatus: "FAILED", createdDate: "2026-10-11T10:00:00Z" }],
  });
  main.v2("chat", "WEBSOCKET");
  main.domain("api.example.com", {}, ["good", "bad"]);
  main.vpcLink(1, { id: "vl1", name: "working", status: "AVAILABLE" });
  main.vpcLink(2, {
    vpcLinkId: "vl2",
    name: HOSTILE,
    vpcLinkStatus: "INACTIVE",
    securityGroupIds: [],
    subnetIds: [],
  });
  main.certificate("cert-short", 12);
  main.usagePlan({ id: "plan2", name: "friends", apiStages: [{ apiId: "bad", stage: "prod" }] });
  main.functionTimeouts["orders-read"] = 45_000;
  main.silent.add("prod");
  main.alarm("orders-5xx", "5XXError", { ApiName: "good-name", Stage: "prod" }, [
    "arn:aws:sns:eu-west-1:1:page",
  ]);
  return main;
}

interface Reading {
  readonly verdicts: ReadonlyMap<string, AuditResult["verdict"]>;
  readonly blindSpots: readonly BlindSpot[];
  readonly isBlind: boolean;
}

let loopback: Loopback;
let fault: { readonly call: string; readonly kind: FaultKind } | null = null;
const asked = new Set<string>();
let whole: Reading;

const callOf = ({ service, operation, path }: FaultTarget): string =>
  `${service} ${path.startsWith("/v2/") ? "v2:" : ""}${operation ?? path}`;

async function read(): Promise<Reading> {
  // Each fault strikes a second attempt as it does the first.
  const reader = awsAccountReader({
    region: REGION,
    endpointUrl: loopback.url,
    nowMs: NOW_MS,
    maxAttempts: 1,
  });
  const found = await reader.readEstate({ api: null, stage: null }, () => undefined);
  reader.close();
  const results = runAudit(CHECKS, [found.estate]);
  return {
    verdicts: new Map(results.map(({ check, id, verdict }) => [`${check} ${id}`, verdict])),
    blindSpots: found.blindSpots,
    isBlind: found.isBlind,
  };
}

beforeAll(async () => {
  stubAwsEnvironment();
  // The usual mode slows down for seconds after one throttled call.
  vi.stubEnv("AWS_RETRY_MODE", "standard");
  loopback = await startLoopback(account().account(), {
    faults: (request) => {
      const call = callOf(request);
      asked.add(call);
      return fault?.call === call ? fault.kind : null;
    },
  });
  whole = await read();
}, 30_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await loopback.close();
});

describe("an audit that may not see everything", () => {
  test.each([
    { kind: "deny", said: "ACCESS_DENIED", every: 5, first: 0 },
    { kind: "throttle", said: "THROTTLED", every: 9, first: 6 },
    { kind: "server-error", said: "SERVER_ERROR", every: 11, first: 4 },
  ] as const)(
    "each call in turn with $kind: a blind spot, and nothing is decided otherwise than by who sees all",
    async ({ kind, said, every, first }) => {
      expect(whole.blindSpots).toEqual([]);
      // Nobody needs a permission to ask who they are.
      const calls = [...asked].filter((call) => !call.startsWith("sts ")).sort();
      expect(calls.length).toBeGreaterThan(24);
      expect(new Set(whole.verdicts.values()).size).toBeGreaterThan(2);
      const wrong: string[] = [];
      const lost = new Map<string, number>();
      // One call after the other is slow; the rest is looked at where somebody asks for all of it. The 16th meets every kind.
      const looked = calls.filter((_, index) => isAll || index % every === first);
      for (const call of looked) {
        fault = { call, kind };
        const { verdicts, blindSpots } = await read();
        expect([call, blindSpots.map(({ code }) => code)]).toEqual([call, expect.arrayContaining([said])]);
        for (const [key, before] of whole.verdicts) {
          const after = verdicts.get(key);
          if (after === before) continue;
          // What could not be listed is not judged at all; the blind spot says so.
          if (after !== undefined && after !== "unknown") wrong.push(`${call}: ${key} ${before} -> ${after}`);
          lost.set(call, (lost.get(call) ?? 0) + 1);
        }
        const added = [...verdicts].filter(([key, after]) => !whole.verdicts.has(key) && after !== "unknown");
        expect([call, added]).toEqual([call, []]);
      }
      fault = null;
      expect(wrong).toEqual([]);
      expect(lost.size).toBeGreaterThan(1);
    },
    60_000,
  );
});
