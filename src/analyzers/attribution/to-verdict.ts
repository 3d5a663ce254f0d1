import type { CauseKind, Finding, Signal, Verdict } from "../../model/finding.ts";
import type { Explanation } from "./explain-errors.ts";
import { verdictConfidence } from "./verdict-confidence.ts";

const SIDES: Readonly<Record<CauseKind, Verdict["side"]>> = {
  integration: "integration",
  deployment: "integration",
  downstream: "downstream",
  gateway: "gateway",
  authorizer: "gateway",
  waf: "gateway",
  configuration: "gateway",
  throttle: "throttle",
  quota: "throttle",
  client: "client",
  cache: "cache",
  unknown: "unknown",
};

const SIGNALS: readonly Signal[] = ["metrics", "access-logs", "execution-logs", "traces"];

/** What a finding whose cause was looked into says of whose fault it is. @param explanation null: metrics alone. */
export function toVerdict(
  finding: Finding,
  explanation: Explanation | null,
  change: Verdict["change"],
): Verdict {
  const { kind } = finding.cause;
  const sources = new Set(finding.evidence.map(({ source }) => source));
  const signals = SIGNALS.filter((signal) => sources.has(signal));
  const signature = explanation?.signature ?? null;
  return {
    side: SIDES[kind],
    phase: explanation?.phase ?? (kind === "waf" || kind === "authorizer" ? kind : null),
    signature,
    dimensions: [...(explanation?.dimensions ?? [])],
    change,
    signals,
    confidence: verdictConfidence({ signals, analyzer: finding.analyzer, kind, signature }),
  };
}
