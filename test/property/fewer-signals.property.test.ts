import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { attribute } from "../../src/analyzers/attribution/attribute.ts";
import { RELIABILITY } from "../../src/analyzers/attribution/reliability.ts";
import { verdictConfidence, type VerdictGround } from "../../src/analyzers/attribution/verdict-confidence.ts";
import { ANALYZERS } from "../../src/analyzers/registry.ts";
import { SIGNATURES } from "../../src/analyzers/signatures/registry.ts";
import { MINUTE_MS } from "../../src/core/window.ts";
import { causeKindSchema, type Finding, type Signal } from "../../src/model/finding.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { bareFinding, INCIDENT, incidentSnapshot, PLANNED } from "../support/incident-logs.ts";

const MORE: readonly Signal[] = ["access-logs", "execution-logs", "traces"];

const groundArbitrary = fc
  .record({
    analyzer: fc.constantFrom(...ANALYZERS.map(({ id }) => id)),
    kind: fc.constantFrom(...causeKindSchema.options),
    signature: fc.option(fc.constantFrom(...SIGNATURES.map(({ id }) => id))),
    more: fc.subarray([...MORE]),
    kept: fc.subarray([...MORE]),
  })
  .map(({ more, kept, signature, ...rest }) => {
    const toGround = (signals: readonly Signal[]): VerdictGround => ({
      ...rest,
      signals: ["metrics", ...signals],
      // From metrics alone no way to fail is recognized.
      signature: signals.length === 0 ? null : signature,
    });
    return { full: toGround(more), less: toGround(more.filter((signal) => kept.includes(signal))) };
  });

/** A sample of what is stated hits the table seldom: each of its rows is asked as well. */
const ROWS = Object.keys(RELIABILITY).flatMap((name) => {
  const [level = "", ...words] = name.split(" ");
  const [analyzer = "errors/server-error-spike", kind = ""] =
    words.length === 1 ? [undefined, words[0]] : words;
  const parsed = causeKindSchema.safeParse(kind);
  const signals: Signal[] =
    level === "metrics" ? [] : level === "logs" ? ["access-logs"] : ["access-logs", "traces"];
  return parsed.success
    ? [
        {
          analyzer,
          kind: parsed.data,
          signature: words[2] ?? null,
          signals: ["metrics" as const, ...signals],
        },
      ]
    : [];
});

describe("with fewer signals", () => {
  it("the same cause is never stated with more confidence", () => {
    fc.assert(
      fc.property(groundArbitrary, ({ full, less }) => {
        expect(verdictConfidence(less)).toBeLessThanOrEqual(verdictConfidence(full));
      }),
      { numRuns: 2_000 },
    );
    expect(ROWS.length).toBeGreaterThan(30);
    for (const row of ROWS) {
      for (let count = row.signals.length - 1; count > 0; count -= 1) {
        const signals = row.signals.slice(0, count);
        const less = { ...row, signals, signature: count === 1 ? null : row.signature };
        expect([row, verdictConfidence(less) <= verdictConfidence(row)]).toEqual([row, true]);
      }
    }
  });

  const CASES: readonly (readonly [string, string, Snapshot])[] = [
    [
      "expired-client-credentials",
      "errors/client-error-spike",
      incidentSnapshot("expired-client-credentials"),
    ],
    ["bad-canary", "errors/server-error-spike", incidentSnapshot("bad-canary", PLANNED, { magnitude: 0.8 })],
  ];

  it.each(CASES)("less is told of %s", (_name, analyzer, whole) => {
    const full: Snapshot = {
      ...whole,
      changes: [
        {
          target: "rest:things/prod",
          atMs: INCIDENT.startMs - 2 * MINUTE_MS,
          source: "cloudtrail",
          action: "UpdateFunctionCode",
          subject: "function",
          name: "things-write",
          fields: [],
          by: "role deployer",
        },
      ],
    };
    const told = (snapshot: Snapshot): Finding => attribute(bareFinding(analyzer), snapshot);
    const most = told(full);
    expect(most.verdict?.dimensions.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.nat(2), (hasLogs, hasChanges, slices) => {
        const { changes, ...rest } = full;
        const logs = hasLogs ? rest.logs : rest.logs.slice(0, slices % 2);
        const less = told({ ...rest, logs, ...(hasChanges && changes && { changes }) });
        const { verdict } = less;
        const isWhole = hasLogs && hasChanges;
        expect(verdict?.signals.every((signal) => most.verdict?.signals.includes(signal))).toBe(true);
        expect(verdict?.dimensions.length).toBeLessThanOrEqual(most.verdict?.dimensions.length ?? 0);
        if (!hasLogs) expect(verdict).toMatchObject({ dimensions: [], signature: null });
        if (!hasChanges) expect(verdict?.change?.by ?? null).toBeNull();
        if (less.cause.kind === most.cause.kind)
          expect(verdict?.confidence).toBeLessThanOrEqual(most.verdict?.confidence ?? 0);
        expect(less.evidence.length).toBeLessThanOrEqual(most.evidence.length);
        if (isWhole) expect(less).toEqual(most);
        expect([less.id, less.severity, less.startedAt]).toEqual([most.id, most.severity, most.startedAt]);
      }),
      { numRuns: 12 },
    );
  });
});
