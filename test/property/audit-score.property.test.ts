import fc from "fast-check";
import { expect, test } from "vitest";

import { AUDIT_SEVERITIES, type AuditResult } from "../../src/model/audit-result.ts";
import { applyAuditSnoozes } from "../../src/posture/apply-audit-snoozes.ts";
import { scoreTargets } from "../../src/posture/score-targets.ts";

const TARGET = "rest:orders/prod";
const resultArbitrary = fc
  .record({
    check: fc.integer({ min: 1, max: 14 }).map((index) => `check-${index}`),
    severity: fc.constantFrom(...AUDIT_SEVERITIES),
    verdict: fc.constantFrom("pass", "fail", "not-applicable", "unknown"),
  })
  .map(toResult);
/** Enough decided checks for a number, whatever chance adds. */
const fixed = [1, 2, 3, 4, 5, 6].map((index) =>
  toResult({ check: `fixed-${index}`, severity: "low", verdict: index % 2 === 0 ? "pass" : "fail" }),
);
const results = fc.array(resultArbitrary, { minLength: 1, maxLength: 40 }).map((list) => [...list, ...fixed]);

function toResult(known: Pick<AuditResult, "check" | "severity" | "verdict">): AuditResult {
  return {
    ...known,
    control: "X-1",
    group: "security",
    title: "",
    subject: "stage",
    id: TARGET,
    kind: "rest",
    name: null,
    targets: [TARGET],
    message: "",
    evidence: [],
    fix: "",
    remedy: null,
    file: null,
    line: null,
    silenced: null,
  };
}

function pointsOf(list: readonly AuditResult[]): number | null {
  return scoreTargets(list)[0]?.points ?? null;
}

test("what is not applicable changes no score", () => {
  fc.assert(
    fc.property(results, fc.array(fc.integer({ min: 20, max: 60 })), (list, others) => {
      const more = others.map((index) =>
        toResult({ check: `other-${index}`, severity: "high", verdict: "not-applicable" }),
      );
      expect(pointsOf([...list, ...more])).toBe(pointsOf(list));
    }),
  );
});

test("not being allowed to look is never better than failing, and failing never better than passing", () => {
  let compared = 0;
  fc.assert(
    fc.property(results, fc.nat(), (list, at) => {
      const index = at % list.length;
      const having = (verdict: AuditResult["verdict"]) =>
        pointsOf(list.map((one, here) => (here === index ? { ...one, verdict } : one)));
      const [failed, hidden, passed] = [having("fail"), having("unknown"), having("pass")];
      if (failed === null || hidden === null || passed === null) return;
      compared += 1;
      expect(hidden).toBe(failed);
      expect(passed).toBeGreaterThanOrEqual(failed);
    }),
  );
  expect(compared).toBeGreaterThan(10);
});

test("a snooze hides a failure and leaves the score", () => {
  fc.assert(
    fc.property(results, (list) => {
      const snoozes = list.map(({ check }) => ({ check, until: "2027-01-15", reason: "waits" }));
      const { results: silenced } = applyAuditSnoozes(list, snoozes, Date.parse("2026-11-20T15:00:00Z"));
      expect(silenced.filter(({ verdict, silenced: why }) => verdict === "fail" && why === null)).toEqual([]);
      expect(pointsOf(silenced)).toBe(pointsOf(list));
    }),
  );
});

test("more good subjects of a check do not outweigh a bad one", () => {
  fc.assert(
    fc.property(results, fc.integer({ min: 1, max: 30 }), (list, times) => {
      const bad = toResult({ check: "check-1", severity: "high", verdict: "fail" });
      const good = Array.from({ length: times }, () =>
        toResult({ check: "check-1", severity: "high", verdict: "pass" }),
      );
      expect(pointsOf([...list, bad, ...good])).toBe(pointsOf([...list, bad]));
    }),
  );
});
