import { planDashboard } from "../../../alarms/emitters/dashboard/plan-dashboard.ts";
import { EMITTERS } from "../../../alarms/emitters/registry.ts";
import type { OnProgress } from "../../../collectors/account-reader.ts";
import { ToolError } from "../../../core/errors.ts";
import type { EmittedFile, EmitOptions } from "../../../model/emit.ts";
import type { Config } from "../../../model/config.ts";
import type { SynthConfig } from "../../../model/synth-config.ts";
import type { SynthReport } from "../../../model/synth-report.ts";
import type { Target } from "../../../model/target.ts";
import { renderSynthTable } from "../../../report/alarms/synth/render-synth-table.ts";
import { escapeText } from "../../../report/text/escape.ts";
import { keyValues } from "../../alarms-synth/key-values.ts";
import { learnAlarms } from "../../alarms-synth/learn-alarms.ts";
import { synthSettings, synthTopics } from "../../alarms-synth/synth-settings.ts";
import { writeFiles } from "../../alarms-synth/write-files.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import { oneOf } from "../../one-of.ts";
import { createProgress } from "../../progress.ts";
import { obtainSnapshot } from "../../source/obtain-snapshot.ts";
import { wantsColour } from "../../wants-colour.ts";
import type { AlarmsSynthOptions } from "./synth.ts";

const TABLE = "table";
/** Incidents are looked for in so much of an account's history; of the demo, every minute of which is drawn, in less. */
const SINCE = { account: "14d", demo: "1d" };

/** `gatewatch alarms synth`: a snapshot, alarms learned from it, and those written in a dialect. */
export async function runSynth(options: AlarmsSynthOptions, context: CliContext): Promise<void> {
  const format = oneOf("--format", options.format, [TABLE, ...EMITTERS.map((one) => one.format)]);
  const { config } = await loadConfig(options.config, context.cwd);
  const synth = config.alarms?.synth ?? {};
  const emit = emitOptions(options, synth);
  const progress = await createProgress(context.stderr, options.quiet === true);
  const say = (text: string): void => {
    if (options.quiet !== true) context.stderr.write(`${text}\n`);
  };
  const made = await learn(options, synth, config, context, progress.onProgress).finally(() =>
    progress.stop(),
  );
  const { report, targets } = made;
  if (report.alarms.length === 0) context.setExitCode(EXIT.unreadable);
  const emitter = EMITTERS.find((one) => one.format === format);
  if (!emitter) return printTable(report, options, context);
  const dashboard = options.dashboard ? planDashboard(targets, report.alarms) : null;
  if (dashboard && dashboard.leftOut.length > 0) {
    say(`no room on the dashboard for ${escapeText(dashboard.leftOut.join(", "))}`);
  }
  const files = emitter.emit(report.alarms, {
    ...emit,
    dashboard: dashboard && { name: options.name, body: dashboard.body },
  });
  await print(files, options, context, say);
}

function emitOptions(options: AlarmsSynthOptions, synth: SynthConfig): EmitOptions {
  return {
    name: options.name,
    tags: { ...synth.tags, ...Object.fromEntries(keyValues("--tag", options.tag ?? [])) },
    topics: synthTopics(options, synth),
    okActions: options.okActions && (synth.okActions ?? true),
    insufficientDataActions: options.insufficientDataActions === true,
    dashboard: null,
  };
}

async function learn(
  options: AlarmsSynthOptions,
  synth: SynthConfig,
  config: Config,
  context: CliContext,
  onProgress: OnProgress,
): Promise<{ report: SynthReport; targets: readonly Target[] }> {
  const { since: _since, ...others } = options;
  const since = options.since ?? (options.demo ? SINCE.demo : SINCE.account);
  const asked = options.from === undefined ? { ...others, since, logs: "off" } : others;
  const snapshot = await obtainSnapshot(asked, config, context, onProgress);
  const settings = synthSettings(options, synth, snapshot.targets);
  const report = await learnAlarms(snapshot, settings, options, config, context, onProgress);
  return { report, targets: snapshot.targets };
}

function printTable(report: SynthReport, options: AlarmsSynthOptions, context: CliContext): void {
  context.stdout.write(
    renderSynthTable(report, {
      colour: wantsColour(options, context),
      width: Math.min(context.stdout.columns ?? 80, 100),
      verbose: options.verbose === true,
    }),
  );
}

async function print(
  files: readonly EmittedFile[],
  { out }: AlarmsSynthOptions,
  context: CliContext,
  say: (text: string) => void,
): Promise<void> {
  if (out !== undefined) {
    const written = await writeFiles(files, out, context.cwd);
    for (const path of written) say(`wrote ${escapeText(path)}`);
    return;
  }
  const [only] = files;
  if (files.length === 1 && only) {
    context.stdout.write(only.text);
    return;
  }
  throw new ToolError(
    "E_USAGE",
    `these are ${files.length} files: ${files.map(({ path }) => path).join(", ")}`,
    {
      hint: "Name a folder with --out.",
    },
  );
}
