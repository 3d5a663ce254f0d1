import { toBacktest } from "../../../alarms/backtest/to-backtest.ts";
import { analyze } from "../../../analyzers/run.ts";
import { ToolError } from "../../../core/errors.ts";
import type { Backtest } from "../../../model/backtest.ts";
import type { Config } from "../../../model/config.ts";
import type { Finding } from "../../../model/finding.ts";
import { settingsFor } from "../../../model/settings-for.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { BACKTEST_RENDERERS } from "../../../report/alarms/backtest/registry.ts";
import { escapeText } from "../../../report/text/escape.ts";
import { obtainHistory } from "../../alarms-history/obtain-history.ts";
import { parseLimits } from "../../alarms-history/parse-limits.ts";
import { readSets } from "../../alarms-history/read-sets.ts";
import { usualSet } from "../../alarms-history/usual-set.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import { oneOf } from "../../one-of.ts";
import { createProgress } from "../../progress.ts";
import { toolVersion } from "../../version.ts";
import { wantsColour } from "../../wants-colour.ts";
import { checkOutput, writeOutput } from "../../write-output.ts";
import type { BacktestOptions } from "./backtest.ts";

/** `gatewatch alarms backtest`: alarms of any origin over a history of any origin. */
export async function runBacktest(options: BacktestOptions, context: CliContext): Promise<void> {
  const format = oneOf("--format", options.format, Object.keys(BACKTEST_RENDERERS));
  const limits = parseLimits(options.failOn ?? []);
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const { config } = await loadConfig(options.config, context.cwd);
  refuseOverwrite(options);

  const proposed =
    options.alarms === undefined
      ? await usualSet(options, config, context)
      : await readSets(options.alarms, options, config, context);
  const against =
    options.against === undefined ? null : await readSets(options.against, options, config, context);
  refuseNothing(proposed.label, proposed.checked);

  const progress = await createProgress(context.stderr, options.quiet === true);
  const sets = [proposed.checked.set, ...(against ? [against.checked.set] : [])];
  const { snapshot, history } = await obtainHistory(
    sets,
    options,
    config,
    context,
    progress.onProgress,
  ).finally(() => progress.stop());
  const say = (text: string): void => {
    if (options.quiet !== true) context.stderr.write(`${text}\n`);
  };
  const count = sets.reduce((sum, { metric, composite }) => sum + metric.length + composite.length, 0);
  say(`replaying ${count} alarms`);
  const findings = options.incidents ? findingsOf(snapshot, config) : null;
  const problems = [...proposed.problems, ...(against?.problems ?? [])];
  const backtest = toBacktest({
    toolVersion: toolVersion(),
    snapshot,
    history,
    proposed,
    against,
    findings,
    limits,
    notes: [...proposed.notes, ...problems.map(({ place, message }) => `${placeText(place)}: ${message}`)],
  });
  const text = BACKTEST_RENDERERS[format]?.(backtest, {
    colour: options.out === undefined && wantsColour(options, context),
    width: options.out === undefined ? Math.min(context.stdout.columns ?? 80, 100) : 80,
    verbose: options.verbose === true,
  });
  if (text === undefined) throw new Error(`the format ${format} is known but not there`);
  if (options.out === undefined) context.stdout.write(text);
  else {
    await writeOutput(options.out, context.cwd, text);
    say(`wrote ${escapeText(options.out)}`);
  }
  tellOutcome(backtest, say, context);
}

function findingsOf(snapshot: Snapshot, config: Config): readonly Finding[] {
  return analyze(snapshot, settingsFor(config)).findings;
}

/** A script must not take "nothing could be replayed" for "never fired". */
function tellOutcome(backtest: Backtest, say: (text: string) => void, { setExitCode }: CliContext): void {
  const { proposed, exceeded } = backtest;
  if (proposed.alarms.length === 0) setExitCode(EXIT.unreadable);
  else if (exceeded.length > 0) setExitCode(EXIT.findings);
  for (const { measure, limit, value, alarm } of exceeded.slice(0, 10)) {
    const whose = alarm === null ? "" : ` of ${escapeText(alarm)}`;
    say(`--fail-on ${measure}=${limit}: it is ${value}${whose}`);
  }
}

function refuseNothing(
  label: string,
  {
    set,
    refused,
  }: { set: { metric: readonly unknown[]; composite: readonly unknown[] }; refused: readonly unknown[] },
): void {
  if (set.metric.length + set.composite.length + refused.length > 0) return;
  throw new ToolError("E_BAD_INPUT", `there is no alarm in ${label}`, {
    hint: "Name files with alarms, or leave --alarms out.",
  });
}

/** A shell's glob may have taken the output for one more input. */
function refuseOverwrite({ out, alarms = [], against = [] }: BacktestOptions): void {
  if (out === undefined || ![...alarms, ...against].includes(out)) return;
  throw new ToolError("E_USAGE", `--out ${out} would overwrite the alarms that are read`, {
    hint: "Name another file.",
  });
}

function placeText({ file, line, id }: { file: string; line: number | null; id: string }): string {
  return [file, line, id].filter((part) => part !== null && part !== "").join(":");
}
