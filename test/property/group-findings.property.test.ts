import fc from "fast-check";
import { expect, it } from "vitest";

import { hashText } from "../../src/core/hash.ts";
import { MINUTE_MS } from "../../src/core/window.ts";
import type { Finding } from "../../src/model/finding.ts";
import { findingGroupSchema } from "../../src/model/finding-group.ts";
import { groupFindings } from "../../src/model/group-findings.ts";
import { bareFinding, INCIDENT } from "../support/incident-logs.ts";

const findings = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 90 }),
      lasts: fc.option(fc.integer({ min: 1, max: 60 })),
      target: fc.constantFrom("rest:a/prod", "rest:b/prod"),
      kind: fc.constantFrom("integration", "client", "throttle", "deployment", "unknown"),
    }),
    { maxLength: 12 },
  )
  .map((made) =>
    made.map(({ minute, lasts, target, kind }, index): Finding => {
      const startMs = INCIDENT.startMs + minute * MINUTE_MS;
      return {
        ...bareFinding("errors/server-error-spike"),
        id: `f${index}`,
        target,
        startedAt: new Date(startMs).toISOString(),
        endedAt: lasts === null ? null : new Date(startMs + lasts * MINUTE_MS).toISOString(),
        cause: { kind, detail: "" },
      };
    }),
  );

it("each finding is in one incident, and incidents are the connected ones, whatever the order", () => {
  let joined = 0;
  fc.assert(
    fc.property(findings, fc.integer(), (all, seed) => {
      const groups = groupFindings(all, []);
      for (const group of groups) expect(findingGroupSchema.safeParse(group).success).toBe(true);
      expect(groups.flatMap((group) => group.findings).toSorted()).toEqual(
        all.map(({ id }) => id).toSorted(),
      );
      joined += all.length - groups.length;
      // The slow way: labels that spread along every pair until nothing changes.
      const labels = all.map((_one, index) => index);
      for (let round = 0; round < all.length; round += 1)
        for (const [i, left] of all.entries())
          for (const [j, right] of all.entries())
            if (isOne(left, right)) labels[i] = Math.min(labels[i] ?? 0, labels[j] ?? 0);
      const expected = new Set(
        [...new Set(labels)].map((label) =>
          all
            .flatMap(({ id }, index) => (labels[index] === label ? [id] : []))
            .toSorted()
            .join(),
        ),
      );
      expect(new Set(groups.map((group) => group.findings.toSorted().join()))).toEqual(expected);
      const shuffled = all.toSorted(
        (left, right) => hashText(`${seed}${left.id}`) - hashText(`${seed}${right.id}`),
      );
      expect(new Set(groupFindings(shuffled, []).map((group) => group.findings.toSorted().join()))).toEqual(
        expected,
      );
    }),
    { numRuns: 150 },
  );
  expect(joined).toBeGreaterThan(50);
});

function isOne(left: Finding, right: Finding): boolean {
  const [from, other] = [Date.parse(left.startedAt), Date.parse(right.startedAt)];
  const end = ({ endedAt }: Finding): number => (endedAt === null ? Infinity : Date.parse(endedAt));
  const isNear = Math.abs(from - other) <= 15 * MINUTE_MS;
  return left === right || (left.target === right.target && isNear && from < end(right) && other < end(left));
}
