import { expect, it } from "vitest";

import { attribute } from "../../src/analyzers/attribution/attribute.ts";
import { findingSchema, verdictSchema } from "../../src/model/finding.ts";
import { findIncident } from "../../src/simulate/incidents/registry.ts";
import { bareFinding, incidentSnapshot, PLANNED } from "../support/incident-logs.ts";

const CLIENT = "errors/client-error-spike";
const SERVER = "errors/server-error-spike";

interface Case {
  readonly incident: string;
  readonly analyzer: string;
  /** Who, which limit, which phase: all of these are named. */
  readonly named: readonly string[];
  /** What would put the blame on somebody else. */
  readonly notNamed?: string;
  /** The verdict says that metrics alone would tell less. */
  readonly isWeighed?: boolean;
  readonly where?: { readonly route?: string; readonly magnitude?: number };
}

const CASES: readonly Case[] = [
  {
    incident: "bad-client-release",
    analyzer: CLIENT,
    named: ["API key key-one"],
    notNamed: "key-two",
    isWeighed: true,
  },
  {
    incident: "client-retry-storm",
    analyzer: CLIENT,
    named: ["the backend itself answered 429", "API key key-one", "a storm of retries"],
    notNamed: "key-two",
  },
  { incident: "unknown-route-scan", analyzer: CLIENT, named: ["somebody tries unknown paths"] },
  {
    incident: "waf-block-wave",
    analyzer: CLIENT,
    named: ["403 WAF_FILTERED", "web ACL blocked", "python-requests"],
    notNamed: "key-",
  },
  {
    incident: "quota-exhausted",
    analyzer: CLIENT,
    named: ["429 QUOTA_EXCEEDED", "usage plan's quota", "API key key-one"],
    notNamed: "key-two",
  },
  {
    incident: "usage-plan-throttling",
    analyzer: CLIENT,
    named: [
      "429 THROTTLED",
      "The usage plan's rate limit of 0.17 requests a second turned away API key",
      "key-one and key-two",
    ],
    notNamed: "the account's",
  },
  {
    incident: "stage-throttling",
    analyzer: CLIENT,
    named: ["429 THROTTLED", "The stage's rate limit of 0.4 requests a second turned away every caller"],
    notNamed: "the account's",
  },
  {
    incident: "account-throttling",
    analyzer: CLIENT,
    named: ["429 THROTTLED", "most likely the account's, 10,000 requests a second"],
    notNamed: "The usage plan's",
  },
  {
    incident: "lambda-throttling",
    analyzer: SERVER,
    named: ["no limit of API Gateway", "Rate Exceeded"],
  },
  {
    incident: "bad-canary",
    analyzer: SERVER,
    named: ["the canary release"],
    notNamed: "key-",
    isWeighed: true,
  },
  {
    incident: "authorizer-slowdown",
    analyzer: "latency/overhead-regression",
    named: ["is the authorizer"],
    isWeighed: true,
  },
  { incident: "waf-slowdown", analyzer: "latency/overhead-regression", named: ["is the web ACL"] },
  {
    incident: "backend-slowdown-step",
    analyzer: "latency/integration-regression",
    named: ["of the added time is of POST /things"],
    where: { route: "POST /things", magnitude: 2.7 },
    isWeighed: true,
  },
];

// The simulated stage writes its lines, the log engine reads them, and the cause is what was planted.
it.each(CASES)(
  "$incident is told from the lines",
  ({ incident, analyzer, named, notNamed, isWeighed, where }) => {
    const snapshot = incidentSnapshot(incident, PLANNED, where);
    expect(snapshot.logs.map(({ requests }) => requests > 100)).toEqual([true, true]);
    const told = attribute(bareFinding(analyzer), snapshot);
    const { cause, verdict } = told;
    expect(cause.kind).toBe(findIncident(incident).cause);
    for (const words of named) expect(cause.detail).toContain(words);
    if (notNamed !== undefined) expect(cause.detail).not.toContain(notNamed);
    if (isWeighed !== true) return;
    // Told with less by metrics alone, and never with more.
    const less = attribute(bareFinding(analyzer), { ...snapshot, logs: [] });
    expect(findingSchema.safeParse(told).error).toBeUndefined();
    expect(verdict?.signals).toEqual(["metrics", "access-logs"]);
    expect(less.verdict).toMatchObject({ signals: ["metrics"], dimensions: [], signature: null });
    expect(verdict?.confidence).toBeGreaterThan(less.verdict?.confidence ?? 1);
    expect(verdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
  },
);
