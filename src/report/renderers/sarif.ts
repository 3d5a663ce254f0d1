import { compareText } from "../../core/order.ts";
import type { Finding, Severity } from "../../model/finding.ts";
import type { TargetReport } from "../../model/report.ts";
import { renderSarif, type SarifResult, type SarifRule } from "../sarif/render-sarif.ts";
import { evidenceText, impactText, sinceText, whereText } from "../text/finding-texts.ts";
import { formatConfidence } from "../text/format.ts";
import type { ReportView } from "../view/to-view.ts";
import type { Renderer } from "./renderer.ts";

const LEVELS: Readonly<Record<Severity, SarifResult["level"]>> = {
  info: "note",
  warning: "warning",
  critical: "error",
};

/**
 * Findings for code scanning. A finding lies in no file, but code hosts refuse a result without one: its place is a path
 * made of the target's names, and the target's id its logical location.
 */
export const sarifRenderer: Renderer = {
  format: "sarif",
  summary: "SARIF 2.1.0, for code scanning",
  render: (view) =>
    renderSarif({
      toolVersion: view.report.tool.version,
      rules: rulesOf(view.report.findings),
      results: view.report.findings.map((finding) => toResult(finding, view)),
    }),
};

function rulesOf(findings: readonly Finding[]): SarifRule[] {
  return [...new Set(findings.map(({ analyzer }) => analyzer))].sort(compareText).map((id) => {
    const words = id.slice(id.indexOf("/") + 1).replaceAll("-", " ");
    const title = words.charAt(0).toUpperCase() + words.slice(1);
    return {
      id,
      title,
      description: `What the analyzer ${id} finds in metrics and logs; docs/analyzers/${id}.md says how it decides.`,
      help: "The result says what to do next, most useful first.",
    };
  });
}

function toResult(finding: Finding, { report, labels }: ReportView): SarifResult {
  const at = { nowMs: Date.parse(report.window.end), timeZone: null };
  const { title, summary, cause, evidence, actions, confidence } = finding;
  const message = [
    `${title}. ${summary}`,
    `Where: ${whereText(finding, labels)}. Since ${sinceText(finding, at)}. ${formatConfidence(confidence)}; ${impactText(finding)}.`,
    `Cause: ${cause.kind}: ${cause.detail}`,
    ...evidence.map((one) => `Proof: ${evidenceText(one)}`),
    ...actions.map((action, index) => `Next ${index + 1}. ${action}`),
  ];
  const target = report.targets.find(({ id }) => id === finding.target);
  return {
    ruleId: finding.analyzer,
    level: LEVELS[finding.severity],
    message: message.join("\n"),
    file: placeOf(finding, target),
    line: null,
    resource: finding.route === null ? finding.target : `${finding.target} ${finding.route}`,
    fingerprint: finding.id,
    suppressed: null,
  };
}

function placeOf(finding: Finding, target: TargetReport | undefined): string {
  const names = target
    ? [target.region, target.kind, target.apiName ?? target.apiId ?? "", target.stage]
    : [finding.target];
  // A name is one step of the path, and never a way out of it.
  const steps = names.map((name) => name.replaceAll(/[/\\]/g, "_").replace(/^\.*$/, "_"));
  return ["api-gateway", ...steps].join("/");
}
