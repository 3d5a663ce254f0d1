import { describe, expect, it } from "vitest";

import { attribute } from "../../../src/analyzers/attribution/attribute.ts";
import { RELIABILITY } from "../../../src/analyzers/attribution/reliability.ts";
import {
  groundNames,
  verdictConfidence,
  type VerdictGround,
} from "../../../src/analyzers/attribution/verdict-confidence.ts";
import { ANALYZERS } from "../../../src/analyzers/registry.ts";
import { SIGNATURES } from "../../../src/analyzers/signatures/registry.ts";
import { findingSchema, verdictSchema } from "../../../src/model/finding.ts";
import { bareFinding, incidentSnapshot, PLANNED } from "../../support/incident-logs.ts";

const GROUND: VerdictGround = {
  signals: ["metrics", "access-logs"],
  analyzer: "errors/server-error-spike",
  kind: "integration",
  signature: "integration-timeout",
};

describe("the table of confidences", () => {
  it("holds shares of grounds that verdicts can have", () => {
    const rows = Object.entries(RELIABILITY);
    expect(rows.length).toBeGreaterThan(30);
    const analyzers = new Set(ANALYZERS.map(({ id }) => id));
    const signatures = new Set(SIGNATURES.map(({ id }) => id));
    for (const [name, rate] of rows) {
      const words = name.split(" ");
      expect(["metrics", "logs", "traces"]).toContain(words[0]);
      if (words.length > 2) expect(analyzers).toContain(words[1]);
      if (words.length > 3) expect(signatures).toContain(words[3]);
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThan(1);
    }
  });

  it("is asked for the exact ground first, then for the wider one, then is one half", () => {
    const [exact, wider] = groundNames(GROUND);
    expect([exact, wider]).toEqual([
      "logs errors/server-error-spike integration integration-timeout",
      "logs integration",
    ]);
    expect(verdictConfidence(GROUND)).toBe(RELIABILITY[exact]);
    expect(verdictConfidence({ ...GROUND, signature: "integration-tls" })).toBe(RELIABILITY[wider]);
    expect(verdictConfidence({ ...GROUND, kind: "unknown" })).toBe(0.5);
  });

  it("takes the strongest signal for the ground", () => {
    const from = (signals: VerdictGround["signals"]): string => groundNames({ ...GROUND, signals })[1];
    expect(from(["metrics"])).toBe("metrics integration");
    expect(from(["metrics", "execution-logs"])).toBe("logs integration");
    expect(from(["metrics", "access-logs", "traces"])).toBe("traces integration");
  });
});

describe.each([
  ["bad-client-release", "errors/client-error-spike"],
  ["bad-canary", "errors/server-error-spike"],
  ["authorizer-slowdown", "latency/overhead-regression"],
  ["backend-slowdown-step", "latency/integration-regression"],
])("%s", (incident, analyzer) => {
  it("is told with less by metrics alone, and never with more", () => {
    const withLogs = incidentSnapshot(incident, PLANNED);
    const finding = bareFinding(analyzer);
    const told = attribute(finding, withLogs);
    const less = attribute(finding, { ...withLogs, logs: [] });
    expect(findingSchema.safeParse(told).error).toBeUndefined();
    expect(told.verdict?.signals).toEqual(["metrics", "access-logs"]);
    expect(less.verdict).toMatchObject({ signals: ["metrics"], dimensions: [], signature: null });
    expect(told.verdict?.confidence).toBeGreaterThan(less.verdict?.confidence ?? 1);
    expect(verdictSchema.parse(JSON.parse(JSON.stringify(told.verdict)))).toEqual(told.verdict);
  });
});
