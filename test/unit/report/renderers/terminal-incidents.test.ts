import { expect, test } from "vitest";

import { terminalRenderer } from "../../../../src/report/renderers/terminal/terminal.ts";
import { toView } from "../../../../src/report/view/to-view.ts";
import type { Finding, Verdict } from "../../../../src/model/finding.ts";
import { aFinding, aSnapshot } from "../../../support/report-fixtures.ts";

const VERDICT: Verdict = {
  side: "gateway",
  phase: "authorizer",
  signature: "authorizer-failure",
  dimensions: [],
  change: null,
  signals: ["metrics", "access-logs"],
  confidence: 0.87,
};

function rendered(findings: readonly Finding[]): string {
  const options = { colour: false, width: 80, timeZone: "UTC", verbose: false };
  return terminalRenderer.render(toView(aSnapshot(), findings, "0.1.0"), options);
}

test("findings of one incident are named by their numbers, with the probable root", () => {
  const slow = aFinding({ id: "f-2", cause: { kind: "deployment", detail: "d9" } });
  const other = aFinding({ id: "f-3", startedAt: "2026-03-05T16:02:00.000Z" });
  const text = rendered([aFinding(), slow, other]);
  expect(text).toContain("Findings 1 and 2 are one incident; its probable root is finding 2 (deployment).");
  expect(rendered([other])).not.toContain("one incident");
});

test("the verdict's side, how often its like is right, and the known failure stand in one line", () => {
  const text = rendered([aFinding({ verdict: VERDICT })]);
  expect(text).toContain(
    "   Side    gateway (authorizer), very likely (87 %); a known failure:\n           authorizer-failure\n",
  );
  const plain = { ...VERDICT, side: "client" as const, phase: null, signature: null };
  expect(rendered([aFinding({ verdict: plain })])).toContain("   Side    client, very likely (87 %)\n");
  expect(rendered([aFinding()])).not.toContain("Side ");
  expect(rendered([aFinding({ verdict: { ...plain, side: "unknown" } })])).not.toContain("Side ");
});
