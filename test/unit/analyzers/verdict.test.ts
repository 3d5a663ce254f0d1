import { describe, expect, it } from "vitest";

import { RELIABILITY } from "../../../src/analyzers/attribution/reliability.ts";
import {
  groundNames,
  verdictConfidence,
  type VerdictGround,
} from "../../../src/analyzers/attribution/verdict-confidence.ts";
import { ANALYZERS } from "../../../src/analyzers/registry.ts";
import { SIGNATURES } from "../../../src/analyzers/signatures/registry.ts";

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
