import type { Finding } from "../../model/finding.ts";
import type { Target } from "../../model/target.ts";
import { solePhase } from "./sole-phase.ts";

/** What the stage's settings add to what metrics say of the cause, where no log says more. */
export function explainMetrics(finding: Finding, target: Target): Finding {
  const { cause, analyzer, route } = finding;
  if (analyzer !== "latency/overhead-regression") return finding;
  const phase = solePhase(target, route);
  if (phase === null) return finding;
  const has = phase === "waf" ? "a web ACL and no authorizer" : "an authorizer and no web ACL";
  return { ...finding, cause: { kind: phase, detail: `${cause.detail} The stage has ${has}.` } };
}
