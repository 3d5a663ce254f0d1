import { dirname, relative, resolve } from "node:path";
import { readFile } from "node:fs/promises";

import { alarmPaths, type AlarmsOf } from "../../../alarms/cases/case-alarms.ts";
import { caseFileJsonSchema } from "../../../alarms/cases/case-file-json-schema.ts";
import { caseFileSchema, type CaseFile } from "../../../alarms/cases/case-file-schema.ts";
import type { CasePlan } from "../../../alarms/cases/case-plan.ts";
import { planCases } from "../../../alarms/cases/plan-cases.ts";
import { runCase } from "../../../alarms/cases/run-case.ts";
import { nearestNames } from "../../../core/did-you-mean.ts";
import { errorMessage, ToolError } from "../../../core/errors.ts";
import type { CaseFileResult, CaseResult } from "../../../model/alarm-case-result.ts";
import type { AlarmCollection } from "../../../model/declared-alarm.ts";
import { checkYaml } from "../../../model/yaml/check-yaml.ts";
import type { TextProblem } from "../../../model/yaml/positioned-yaml.ts";
import { renderCasesJson } from "../../../report/alarms/cases/render-cases-json.ts";
import { renderCasesJunit } from "../../../report/alarms/cases/render-cases-junit.ts";
import { renderCasesTerminal } from "../../../report/alarms/cases/render-cases-terminal.ts";
import { escapeText } from "../../../report/text/escape.ts";
import { readAlarms } from "../../alarms-source/read-alarms.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import { oneOf } from "../../one-of.ts";
import { checkOutput, writeOutput } from "../../write-output.ts";
import type { TestOptions } from "./test.ts";

const FORMATS = ["terminal", "junit", "json"] as const;

interface Loaded {
  readonly file: string;
  readonly plans: readonly CasePlan[];
}

/** `gatewatch alarms test`. Files that can be used are run and shown also where another one cannot. */
export async function runTest(
  files: readonly string[],
  options: TestOptions,
  context: CliContext,
): Promise<void> {
  if (options.schema) {
    context.stdout.write(`${JSON.stringify(caseFileJsonSchema(), null, 2)}\n`);
    return;
  }
  const format = oneOf("--format", options.format, FORMATS);
  if (files.length === 0) {
    throw new ToolError("E_USAGE", "no file of tests is named", {
      hint: "For example: gatewatch alarms test cases.yaml; gatewatch alarms test --help shows what is in one.",
    });
  }
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const broken: string[] = [];
  const loaded: Loaded[] = [];
  for (const file of new Set(files)) {
    const plans = await loadCases(file, options.parameter ?? [], context);
    if ("problems" in plans) broken.push(...plans.problems.map((problem) => problemText(file, problem)));
    else loaded.push({ file, plans: plans.plans });
  }
  const results = selected(loaded, options.filter).map(({ file, plans }): CaseFileResult => {
    const cases = plans.flatMap((plan) => runOrReport(plan, file, broken));
    return { file, cases };
  });
  await show(results, format, options, context);
  if (broken.length > 0) throw brokenError(broken);
  const isFailed = results.some(({ cases }) => cases.some(({ failures }) => failures.length > 0));
  if (isFailed) context.setExitCode(EXIT.findings);
}

async function loadCases(
  file: string,
  parameters: readonly string[],
  context: CliContext,
): Promise<ReturnType<typeof planCases>> {
  let text: string;
  try {
    text = await readFile(resolve(context.cwd, file), "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const problem = isMissing ? "there is no such file" : errorMessage(error);
    throw new ToolError("E_CONFIG", `cannot read ${file}: ${problem}`, { cause: error });
  }
  const checked = checkYaml(text, caseFileSchema, { noun: "field", atLeast: "`tests`" });
  if (checked.kind === "problems") return checked;
  const alarmsOf = await readCaseAlarms(checked.value, file, parameters, context);
  return planCases(checked.value, checked.yaml, file, alarmsOf);
}

async function readCaseAlarms(
  cases: CaseFile,
  file: string,
  parameters: readonly string[],
  context: CliContext,
): Promise<AlarmsOf> {
  const own = Object.entries(cases.parameters ?? {}).map(([name, value]) => `${name}=${value}`);
  const found = new Map<string, AlarmCollection[] | string>();
  for (const path of alarmPaths(cases)) {
    const place = relative(context.cwd, resolve(context.cwd, dirname(file), path)) || ".";
    try {
      found.set(path, await readAlarms([place], [...own, ...parameters], context));
    } catch (error) {
      if (!(error instanceof ToolError) || error.code !== "E_BAD_INPUT") throw error;
      found.set(path, error.message);
    }
  }
  return (path) => found.get(path) ?? [];
}

/** What only the replay finds wrong, such as composites in a circle, makes the file one that cannot be used. */
function runOrReport(plan: CasePlan, file: string, broken: string[]): CaseResult[] {
  try {
    return [runCase(plan)];
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    broken.push(`${file}:${plan.line} ${plan.name}: ${error.message}`);
    return [];
  }
}

function selected(loaded: readonly Loaded[], filter: string | undefined): Loaded[] {
  if (filter === undefined) return [...loaded];
  const wanted = filter.toLowerCase();
  const found = loaded
    .map(({ file, plans }) => ({
      file,
      plans: plans.filter(({ name }) => name.toLowerCase().includes(wanted)),
    }))
    .filter(({ plans }) => plans.length > 0);
  const names = loaded.flatMap(({ plans }) => plans.map(({ name }) => name));
  if (found.length > 0 || names.length === 0) return found;
  throw new ToolError("E_USAGE", `no test has "${filter}" in its name`, {
    hint: `There are: ${nearestNames(filter, names, 5).join("; ")}${names.length > 5 ? " and more" : ""}.`,
  });
}

async function show(
  results: readonly CaseFileResult[],
  format: (typeof FORMATS)[number],
  options: TestOptions,
  { stdout, stderr, env, cwd }: CliContext,
): Promise<void> {
  if (results.length === 0) return;
  const isPlain = !options.color || (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  const text =
    format === "json"
      ? renderCasesJson(results)
      : format === "junit"
        ? renderCasesJunit(results)
        : renderCasesTerminal(results, {
            colour: stdout.isTTY && !isPlain && options.out === undefined,
            width: Math.min(stdout.columns ?? 80, 100),
            quiet: options.quiet === true,
          });
  if (options.out === undefined) stdout.write(text);
  else {
    await writeOutput(options.out, cwd, text);
    if (options.quiet !== true) stderr.write(`wrote ${escapeText(options.out)}\n`);
  }
}

function problemText(file: string, { line, column, where, text }: TextProblem): string {
  return `${file}:${line}:${column} ${where === "" ? "" : `${where}: `}${text}`;
}

function brokenError(problems: readonly string[]): ToolError {
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  return new ToolError("E_CONFIG", `the tests cannot be used, with ${count}`, {
    details: problems,
    hint: "docs/alarms/unit-tests.md says what a file holds; `gatewatch alarms test --schema` prints it for an editor.",
  });
}
