import { describe, expect, it } from "vitest";

import { MINUTE_MS } from "../../../src/core/window.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { groupFindings } from "../../../src/model/group-findings.ts";
import type { Target } from "../../../src/model/target.ts";
import { bareFinding, INCIDENT, logSnapshot } from "../../support/incident-logs.ts";

const [TARGET] = logSnapshot([]).targets as [Target];

interface Change extends Partial<Finding> {
  readonly atMinute?: number;
  readonly lastsMinutes?: number | null;
}

function finding(id: string, { atMinute = 0, lastsMinutes = null, ...change }: Change = {}): Finding {
  const startMs = INCIDENT.startMs + atMinute * MINUTE_MS;
  return {
    ...bareFinding("errors/server-error-spike"),
    id,
    startedAt: new Date(startMs).toISOString(),
    endedAt: lastsMinutes === null ? null : new Date(startMs + lastsMinutes * MINUTE_MS).toISOString(),
    ...change,
  };
}

function target(id: string, integrationTarget: string): Target {
  const { configuration } = TARGET;
  const route = {
    key: "GET /a",
    integration: "lambda-proxy" as const,
    integrationTarget,
    timeoutMs: 29_000,
    authorization: null,
    apiKeyRequired: false,
    detailedMetrics: false,
    cached: false,
    throttle: null,
  };
  return { ...TARGET, id, configuration: configuration && { ...configuration, routes: [route] } };
}

const groupsOf = (findings: readonly Finding[], targets: readonly Target[] = [TARGET]): string[][] =>
  groupFindings(findings, targets).map((group) => group.findings);
const kind = (name: Finding["cause"]["kind"], detail = ""): Partial<Finding> => ({
  cause: { kind: name, detail },
});

describe("one target", () => {
  it("puts together what began together, the probable root first, then as they began", () => {
    const findings = [
      finding("slow", { atMinute: 3, ...kind("integration"), analyzer: "latency/integration-regression" }),
      finding("errors", { atMinute: 1, ...kind("deployment") }),
      finding("fewer", { atMinute: 0, ...kind("unknown"), analyzer: "traffic/drop" }),
      finding("later", { atMinute: 61, ...kind("client") }),
    ];
    expect(groupsOf(findings)).toEqual([["errors", "fewer", "slow"], ["later"]]);
  });

  it("keeps apart what was over before the other began", () => {
    expect(groupsOf([finding("a", { lastsMinutes: 7 }), finding("b", { atMinute: 9 })])).toEqual([
      ["a"],
      ["b"],
    ]);
  });

  it("joins what a third finding connects", () => {
    const findings = [finding("a"), finding("c", { atMinute: 22 }), finding("b", { atMinute: 11 })];
    expect(groupsOf(findings).map((ids) => ids.toSorted())).toEqual([["a", "b", "c"]]);
  });

  it("takes the earlier for the root where starts are clearly apart", () => {
    const findings = [
      finding("late", { atMinute: 8, ...kind("deployment") }),
      finding("early", kind("unknown")),
    ];
    expect(groupsOf(findings)).toEqual([["early", "late"]]);
  });
});

describe("several targets", () => {
  const [one, same, other] = [
    target("rest:one/prod", "fn"),
    target("rest:same/prod", "fn"),
    target("rest:other/prod", "g"),
  ];

  it("are one incident where the same function stands behind them", () => {
    const findings = [one, same, other].map(({ id }) => finding(id, { target: id, ...kind("integration") }));
    expect(groupsOf(findings, [one, same, other])).toEqual([[one.id, same.id], [other.id]]);
    expect(groupFindings(findings, [one, same, other])[0]).toMatchObject({
      targets: [one.id, same.id],
      cause: "integration",
      endedAt: null,
    });
  });

  it("are not, where callers are the reason, or the Region is another", () => {
    const clients = [one, same].map(({ id }) => finding(id, { target: id, ...kind("client") }));
    expect(groupsOf(clients, [one, same])).toHaveLength(2);
    const elsewhere = { ...same, region: "us-west-2" };
    const backends = [one, elsewhere].map(({ id }) => finding(id, { target: id, ...kind("integration") }));
    expect(groupsOf(backends, [one, elsewhere])).toHaveLength(2);
  });

  it("are one where the account's limit turns requests away of both", () => {
    const detail = "most likely the account's, 10,000 requests a second";
    const findings = [one, other].map(({ id }) => finding(id, { target: id, ...kind("throttle", detail) }));
    expect(groupsOf(findings, [one, other])).toHaveLength(1);
    const own = findings.map((each) => ({ ...each, ...kind("throttle", "The stage's rate limit") }));
    expect(groupsOf(own, [one, other])).toHaveLength(2);
  });
});

it("spans from the earliest start to the latest end", () => {
  const findings = [
    finding("a", { atMinute: 4, lastsMinutes: 17 }),
    finding("b", { atMinute: 1, lastsMinutes: 9 }),
  ];
  const at = (minute: number): string => new Date(INCIDENT.startMs + minute * MINUTE_MS).toISOString();
  expect(groupFindings(findings, [TARGET])).toMatchObject([{ startedAt: at(1), endedAt: at(21) }]);
});
