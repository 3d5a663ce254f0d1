import { resolve } from "node:path";

import { nameOf } from "../../../alarms/lint/alarm-fields.ts";
import { applySnoozes } from "../../../alarms/lint/apply-snoozes.ts";
import type { LintContext } from "../../../alarms/lint/lint-context.ts";
import type { LintRule } from "../../../alarms/lint/lint-rule.ts";
import { LINT_RULES } from "../../../alarms/lint/registry.ts";
import { runLint } from "../../../alarms/lint/run-lint.ts";
import { QUOTAS } from "../../../catalog/quotas.ts";
import { readFrom } from "../../../collectors/files/read-from.ts";
import { nearestName } from "../../../core/did-you-mean.ts";
import { ToolError } from "../../../core/errors.ts";
import type { Config } from "../../../model/config.ts";
import type { AlarmCollection, DeclaredAlarm } from "../../../model/declared-alarm.ts";
import { LINT_SEVERITIES, type LintReport, type LintSeverity } from "../../../model/lint-finding.ts";
import { renderLintJson } from "../../../report/alarms/lint/render-lint-json.ts";
import { renderLintJunit } from "../../../report/alarms/lint/render-lint-junit.ts";
import { renderLintMarkdown } from "../../../report/alarms/lint/render-lint-markdown.ts";
import { renderLintRules } from "../../../report/alarms/lint/render-lint-rules.ts";
import { renderLintSarif } from "../../../report/alarms/lint/render-lint-sarif.ts";
import { renderLintTerminal } from "../../../report/alarms/lint/render-lint-terminal.ts";
import { escapeText } from "../../../report/text/escape.ts";
import { readAlarms } from "../../alarms-source/read-alarms.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import { oneOf } from "../../one-of.ts";
import { toolVersion } from "../../version.ts";
import { checkOutput, writeOutput } from "../../write-output.ts";
import type { LintOptions } from "./lint.ts";

const FORMATS = ["terminal", "markdown", "json", "sarif", "junit"] as const;

/** `gatewatch alarms lint`: what is wrong with alarms of any origin, without asking anybody. */
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
  if (options.alarms === undefined) {
    throw new ToolError("E_USAGE", "no alarms are named", {
      hint: "For example: gatewatch alarms lint --alarms template.yaml; --help shows more.",
    });
  }
  const collections = await readAlarms(options.alarms, options.parameter ?? [], context, options.quiet);
  const report = toReport(rules, collections, await contextOf(collections, options, config, context), {
    config,
    nowMs: context.now(),
  });
  const text = rendered(report, format, failOn, options, context);
  if (options.out === undefined) context.stdout.write(text);
  else {
    await writeOutput(options.out, context.cwd, text);
    if (options.quiet !== true) context.stderr.write(`wrote ${escapeText(options.out)}\n`);
  }
  if (failOn !== null && isReached(report, failOn)) context.setExitCode(EXIT.findings);
}

async function contextOf(
  collections: readonly AlarmCollection[],
  options: LintOptions,
  config: Config,
  { cwd }: CliContext,
): Promise<LintContext> {
  const snapshot = options.from === undefined ? null : await readFrom(resolve(cwd, options.from));
  return {
    alarms: collections.flatMap(({ alarms }) => alarms),
    targets: snapshot?.targets ?? null,
    series: snapshot?.series ?? null,
    metrics: null,
    topics: null,
    history: null,
    restTimeoutMs: config.alarms?.lint?.restTimeoutMs ?? QUOTAS.rest.integrationTimeoutMs,
  };
}

function toReport(
  rules: readonly LintRule[],
  collections: readonly AlarmCollection[],
  lintContext: LintContext,
  { config, nowMs }: { readonly config: Config; readonly nowMs: number },
): LintReport {
  const snoozes = config.alarms?.lint?.snooze ?? [];
  const { findings, expired } = applySnoozes(runLint(rules, lintContext), snoozes, nowMs);
  const problems = [
    ...collections.flatMap((collection) => collection.problems),
    ...lintContext.alarms.flatMap(unknownSilence),
  ];
  const alarms = lintContext.alarms.map((alarm) => ({ name: nameOf(alarm), place: alarm.place }));
  const files = [...alarms, ...problems].map(({ place }) => place.file);
  return { rules, findings, alarms, files: [...new Set(files)], problems, expired };
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
