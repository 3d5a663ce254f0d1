import { forwardingRoutes } from "../../analyzers/traces/forwarding-routes.ts";
import { nearestName } from "../../core/did-you-mean.ts";
import { ToolError } from "../../core/errors.ts";
import { AUDIT_SEVERITIES, type AuditReport, type AuditSeverity } from "../../model/audit-result.ts";
import type { Config } from "../../model/config.ts";
import { adviceOf } from "../../posture/advice/advice-of.ts";
import { applyAuditSnoozes } from "../../posture/apply-audit-snoozes.ts";
import type { Check } from "../../posture/check.ts";
import { checkNames, findChecks } from "../../posture/find-checks.ts";
import { CHECKS } from "../../posture/registry.ts";
import { checkText, runAudit } from "../../posture/run-audit.ts";
import { sampleRemedies } from "../../posture/sample-remedies.ts";
import { scoreTargets } from "../../posture/score-targets.ts";
import { lintCost } from "../../report/alarms/lint/lint-cost.ts";
import { auditSection } from "../../report/audit/audit-section.ts";
import { checkPage } from "../../report/audit/check-page.ts";
import { REMEDY_DIALECTS, type RemedyDialect } from "../../report/audit/remedy-text.ts";
import { renderAuditJson } from "../../report/audit/render-audit-json.ts";
import { renderAuditMarkdown } from "../../report/audit/render-audit-markdown.ts";
import { renderAuditSarif } from "../../report/audit/render-audit-sarif.ts";
import { renderAuditTerminal } from "../../report/audit/render-audit-terminal.ts";
import { renderCheckList } from "../../report/audit/render-check-list.ts";
import { htmlPage } from "../../report/html/html-page.ts";
import { markup } from "../../report/html/markup.ts";
import { escapeText } from "../../report/text/escape.ts";
import { auditInput, type AuditInput } from "../audit/audit-input.ts";
import { estateFileText } from "../audit/read-estate-file.ts";
import { loadConfig } from "../config/load-config.ts";
import type { CliContext } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { oneOf } from "../one-of.ts";
import { toolVersion } from "../version.ts";
import { wantsColour } from "../wants-colour.ts";
import { checkOutput, writeOutput } from "../write-output.ts";
import type { AuditOptions } from "./audit.ts";

const FORMATS = ["terminal", "markdown", "json", "sarif", "html"] as const;
type Format = (typeof FORMATS)[number];

/** `gatewatch audit`: what is set up, judged. */
export async function runAuditCommand(options: AuditOptions, context: CliContext): Promise<void> {
  const checks = checksOf(options.check);
  const width = options.out === undefined ? Math.min(Math.max(context.stdout.columns ?? 80, 60), 100) : 80;
  if (options.listChecks) return context.stdout.write(renderCheckList(checks.map(checkText), width));
  if (options.explain !== undefined) return context.stdout.write(pageOf(options.explain));
  const format = oneOf("--format", options.format, FORMATS);
  const failOn = options.failOn === undefined ? null : oneOf("--fail-on", options.failOn, AUDIT_SEVERITIES);
  const fix = options.fix === undefined ? null : oneOf("--fix", options.fix, REMEDY_DIALECTS);
  for (const path of [options.out, options.record]) {
    if (path !== undefined) await checkOutput(path, context.cwd);
  }
  const { config } = await loadConfig(options.config, context.cwd);
  refuseUnknownSnoozes(config);
  const input = await auditInput(options, config, context);
  const report = toReport(checks, input, config);
  const text = rendered(report, format, fix, width, options, context);
  if (options.record !== undefined) {
    await writeOutput(options.record, context.cwd, estateFileText(input.estates));
    say(`wrote ${escapeText(options.record)}`, options, context);
  }
  if (options.out === undefined) context.stdout.write(text);
  else {
    await writeOutput(options.out, context.cwd, text);
    say(`wrote ${escapeText(options.out)}`, options, context);
  }
  if (format === "sarif") {
    for (const { source, hint } of report.blindSpots)
      say(escapeText(`not looked at: ${source}: ${hint}`), options, context);
  }
  if (failOn !== null && isReached(report, failOn)) context.setExitCode(EXIT.findings);
}

function say(text: string, { quiet }: AuditOptions, { stderr }: CliContext): void {
  if (quiet !== true) stderr.write(`${text}\n`);
}

function toReport(checks: readonly Check[], input: AuditInput, config: Config): AuditReport {
  const { estates, snapshot, nowMs, blindSpots, cost } = input;
  const judged = runAudit(checks, estates);
  const { results, expired } = applyAuditSnoozes(judged, config.audit?.snooze ?? [], nowMs);
  return {
    checks: checks.map(checkText),
    results,
    scores: scoreTargets(results),
    advice: snapshot === null ? [] : adviceOf(snapshot, forwardingRoutes(snapshot)),
    blindSpots,
    cost,
    expired: expired.map(({ check, until }) => ({ check, until })),
  };
}

/** A misspelt id silences nothing, and its author would not know. Errors: E_CONFIG. */
function refuseUnknownSnoozes(config: Config): void {
  const known = CHECKS.map(({ id }) => id);
  const unknown = config.audit?.snooze?.find(({ check }) => !known.includes(check));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown.check, known);
  throw new ToolError("E_CONFIG", `audit.snooze names the check "${unknown.check}", which does not exist`, {
    hint: nearest === undefined ? "gatewatch audit --list-checks lists them." : `Did you mean "${nearest}"?`,
  });
}

function checksOf(ids: readonly string[] | undefined): readonly Check[] {
  if (ids === undefined) return CHECKS;
  const wanted = ids.flatMap((name) => {
    const { checks, unmatched } = findChecks(CHECKS, knownName("--check", name));
    if (checks.length > 0 || unmatched === undefined) return checks;
    throw new ToolError("E_USAGE", `${unmatched.tool}'s ${unmatched.id} has no counterpart here`, {
      hint: unmatched.unmatched ?? "gatewatch audit --list-checks lists the checks.",
    });
  });
  return CHECKS.filter((check) => wanted.includes(check));
}

/** Errors: E_USAGE, without the some hundred names that there are. */
function knownName(flag: string, name: string): string {
  const known = checkNames(CHECKS);
  if (known.includes(name)) return name;
  const nearest = nearestName(name, known);
  throw new ToolError("E_USAGE", `${flag} "${name}" does not exist`, {
    hint: `${nearest === undefined ? "" : `Did you mean "${nearest}"? `}gatewatch audit --list-checks lists them.`,
  });
}

function pageOf(name: string): string {
  const { checks, unmatched } = findChecks(CHECKS, knownName("--explain", name));
  if (checks.length === 0) return `${name} (${unmatched?.tool ?? ""}): ${unmatched?.unmatched ?? ""}\n`;
  return checks.map((check) => checkPage(checkText(check), sampleRemedies(check))).join("\n");
}

function rendered(
  report: AuditReport,
  format: Format,
  fix: RemedyDialect | null,
  width: number,
  options: AuditOptions,
  context: CliContext,
): string {
  if (format === "markdown") return renderAuditMarkdown(report);
  if (format === "json") return renderAuditJson(report, toolVersion());
  if (format === "sarif") return renderAuditSarif(report, toolVersion());
  if (format === "html") return htmlPage("Audit", [markup`<h1>Audit</h1>`, ...auditSection(report)]);
  const cost = report.cost === null ? null : lintCost(report.cost);
  const colour = options.out === undefined && wantsColour(options, context);
  return renderAuditTerminal(report, { colour, width, verbose: options.verbose === true, fix, cost });
}

function isReached({ results }: AuditReport, failOn: AuditSeverity): boolean {
  const least = AUDIT_SEVERITIES.indexOf(failOn);
  return results.some(
    ({ verdict, silenced, severity }) =>
      verdict === "fail" && silenced === null && AUDIT_SEVERITIES.indexOf(severity) >= least,
  );
}
