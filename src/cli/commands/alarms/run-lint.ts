import { nameOf } from "../../../alarms/lint/alarm-fields.ts";
import { applySnoozes } from "../../../alarms/lint/apply-snoozes.ts";
import type { LintRule } from "../../../alarms/lint/lint-rule.ts";
import { LINT_RULES } from "../../../alarms/lint/registry.ts";
import { runLint } from "../../../alarms/lint/run-lint.ts";
import { nearestName } from "../../../core/did-you-mean.ts";
import type { Config } from "../../../model/config.ts";
import type { DeclaredAlarm } from "../../../model/declared-alarm.ts";
import { LINT_SEVERITIES, type LintReport, type LintSeverity } from "../../../model/lint-finding.ts";
import { lintCost } from "../../../report/alarms/lint/lint-cost.ts";
import { renderLintJson } from "../../../report/alarms/lint/render-lint-json.ts";
import { renderLintJunit } from "../../../report/alarms/lint/render-lint-junit.ts";
import { renderLintMarkdown } from "../../../report/alarms/lint/render-lint-markdown.ts";
import { renderLintRules } from "../../../report/alarms/lint/render-lint-rules.ts";
import { renderLintSarif } from "../../../report/alarms/lint/render-lint-sarif.ts";
import { renderLintTerminal } from "../../../report/alarms/lint/render-lint-terminal.ts";
import { escapeText } from "../../../report/text/escape.ts";
import { lintInput, type LintInput } from "../../alarms-lint/lint-input.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import { oneOf } from "../../one-of.ts";
import { toolVersion } from "../../version.ts";
import { checkOutput, writeOutput } from "../../write-output.ts";
import type { LintOptions } from "./lint.ts";

const FORMATS = ["terminal", "markdown", "json", "sarif", "junit"] as const;

/** `gatewatch alarms lint`: what is wrong with alarms of any origin, and of what is deployed. */
export async function runLintCommand(options: LintOptions, context: CliContext): Promise<void> {
  const rules = rulesOf(options.rule);
  if (options.listRules) {
    context.stdout.write(renderLintRules(rules, widthOf(options, context)));
    return;
  }
  const format = oneOf("--format", options.format, FORMATS);
  const failOn = options.failOn === undefined ? null : oneOf("--fail-on", options.failOn, LINT_SEVERITIES);
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const { config } = await loadConfig(options.config, context.cwd);
  const report = toReport(rules, await lintInput(options, config, context), config);
  const text = rendered(report, format, failOn, options, context);
  if (options.out === undefined) context.stdout.write(text);
  else {
    await writeOutput(options.out, context.cwd, text);
    if (options.quiet !== true) context.stderr.write(`wrote ${escapeText(options.out)}\n`);
  }
  if (options.quiet !== true && !["terminal", "json"].includes(format)) sayTheRest(report, format, context);
  if (failOn !== null && isReached(report, failOn)) context.setExitCode(EXIT.findings);
}

/** SARIF and JUnit have no place for what could not be looked at, and neither they nor a comment for the price. */
function sayTheRest({ blindSpots, cost }: LintReport, format: string, { stderr }: CliContext): void {
  const spots = format === "markdown" ? [] : blindSpots;
  for (const { source, hint } of spots) stderr.write(escapeText(`not looked at: ${source}: ${hint}`) + "\n");
  if (cost !== null) stderr.write(`cost: ${lintCost(cost)}\n`);
}

function toReport(rules: readonly LintRule[], input: LintInput, config: Config): LintReport {
  const { context, nowMs, blindSpots, cost } = input;
  const snoozes = config.alarms?.lint?.snooze ?? [];
  const { findings, expired } = applySnoozes(runLint(rules, context), snoozes, nowMs);
  const problems = [...input.problems, ...context.alarms.flatMap(unknownSilence)];
  const alarms = context.alarms.map((alarm) => ({ name: nameOf(alarm), place: alarm.place }));
  const files = [...new Set([...alarms, ...problems, ...findings].map(({ place }) => place.file))];
  const { coverage } = context;
  return { rules, findings, alarms, files, problems, coverage, blindSpots, cost, expired };
}

/** A misspelt id silences nothing, and its author would not know. */
function unknownSilence({ place, silenced }: DeclaredAlarm): LintReport["problems"] {
  const known = LINT_RULES.map(({ id }) => id);
  return silenced
    .filter((id) => id !== "*" && !known.includes(id))
    .map((id) => {
      const nearest = nearestName(id, known);
      const hint = nearest === undefined ? "--list-rules lists them" : `did you mean "${nearest}"?`;
      return { place, message: `it silences "${id}", which is no rule; ${hint}` };
    });
}

function rulesOf(ids: readonly string[] | undefined): readonly LintRule[] {
  if (ids === undefined) return LINT_RULES;
  const known = LINT_RULES.map(({ id }) => id);
  const wanted = ids.map((id) => oneOf("--rule", id, known));
  return LINT_RULES.filter(({ id }) => wanted.includes(id));
}

function rendered(
  report: LintReport,
  format: (typeof FORMATS)[number],
  failOn: LintSeverity | null,
  options: LintOptions,
  context: CliContext,
): string {
  if (format === "markdown") return renderLintMarkdown(report);
  if (format === "json") return renderLintJson(report, toolVersion());
  if (format === "sarif") return renderLintSarif(report, toolVersion());
  if (format === "junit") return renderLintJunit(report, failOn ?? "warning");
  const colour = wantsColour(options, context);
  return renderLintTerminal(report, { colour, width: widthOf(options, context) });
}

function isReached({ findings, problems }: LintReport, failOn: LintSeverity): boolean {
  const least = LINT_SEVERITIES.indexOf(failOn);
  const isFound = findings.some(
    ({ severity, silenced }) => silenced === null && LINT_SEVERITIES.indexOf(severity) >= least,
  );
  return isFound || (problems.length > 0 && failOn === "note");
}

function widthOf({ out }: LintOptions, { stdout }: CliContext): number {
  return out === undefined ? Math.min(Math.max(stdout.columns ?? 80, 60), 100) : 80;
}

function wantsColour({ color, out }: LintOptions, { stdout, env }: CliContext): boolean {
  const isWanted = color && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  return out === undefined && stdout.isTTY && isWanted;
}
