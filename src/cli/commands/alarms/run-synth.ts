import { planDashboard } from "../../../alarms/emitters/dashboard/plan-dashboard.ts";
import { EMITTERS } from "../../../alarms/emitters/registry.ts";
import type { OnProgress } from "../../../collectors/account-reader.ts";
import { ToolError } from "../../../core/errors.ts";
import type { EmittedFile, EmitOptions } from "../../../model/emit.ts";
import type { Config } from "../../../model/config.ts";
import type { SynthConfig } from "../../../model/synth-config.ts";
import type { SynthReport } from "../../../model/synth-report.ts";
import type { Target } from "../../../model/target.ts";
import { uncoveredTexts } from "../../../report/alarms/synth/uncovered-texts.ts";
import { renderSynthTable } from "../../../report/alarms/synth/render-synth-table.ts";
import { escapeText } from "../../../report/text/escape.ts";
import { keyValues } from "../../alarms-synth/key-values.ts";
import { learnAlarms } from "../../alarms-synth/learn-alarms.ts";
import { synthDeclared } from "../../alarms-synth/synth-declared.ts";
import { ALARM_PROFILES, synthSettings, synthTopics } from "../../alarms-synth/synth-settings.ts";
import { writeFiles } from "../../alarms-synth/write-files.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import { oneOf } from "../../one-of.ts";
import { createProgress } from "../../progress.ts";
import { refuseTogether, refuseWithout } from "../../source/refuse-together.ts";
import { wantsColour } from "../../wants-colour.ts";
import type { AlarmsSynthOptions } from "./synth.ts";

const TABLE = "table";

interface Learned {
  readonly report: SynthReport;
  readonly targets: readonly Target[];
  /** Whether only some of the account's targets were looked at, and whether something of those could not be read. */
  readonly view: {
    readonly isPart: boolean;
    readonly isBlind: boolean;
    /** Regions of an account that were asked for by name. */
    readonly regions: readonly string[];
  };
}

/** `gatewatch alarms synth`: a snapshot, alarms learned from it, and those written in a dialect. */
export async function runSynth(given: AlarmsSynthOptions, context: CliContext): Promise<void> {
  const options = withAlarmProfile(given);
  checkDeployment(options);
  const format = oneOf("--format", options.format, [TABLE, ...EMITTERS.map((one) => one.format)]);
  const { config } = await loadConfig(options.config, context.cwd);
  const synth = config.alarms?.synth ?? {};
  const emit = emitOptions(options, synth);
  const say = (text: string): void => {
    if (options.quiet !== true) context.stderr.write(`${text}\n`);
  };
  const made =
    (await declare(options, synth, context, say)) ?? (await learn(options, synth, config, context));
  const { report, targets } = made;
  if (options.diff || options.apply) return deploy(made, emit, format === "json", options, context);
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
  for (const text of [...uncoveredTexts(report), ...report.notes.map(escapeText)]) say(text);
  await print(files, options, context, say);
}

/** "--profile aws-recommended" means the alarms: an AWS profile of that name is for AWS_PROFILE to say. */
function withAlarmProfile({ profile, ...options }: AlarmsSynthOptions): AlarmsSynthOptions {
  if (profile === undefined) return options;
  const isAlarmProfile = ALARM_PROFILES.some((name) => name === profile);
  return isAlarmProfile ? { alarmProfile: profile, ...options } : { profile, ...options };
}

/** Errors: E_USAGE for flags that mean nothing beside --diff or --apply, or without them. */
function checkDeployment(options: AlarmsSynthOptions): void {
  const { diff, apply, format } = options;
  const flag = apply ? "--apply" : "--diff";
  if (apply) refuseTogether("--apply", options, [["diff", "--diff"]], "it shows what changes anyway");
  else refuseWithout("--apply", options, [["yes", "--yes"]]);
  if (!diff && !apply) {
    refuseWithout("--apply", options, [["overwrite", "--overwrite"]]);
    return;
  }
  const others = [
    ["out", "--out"],
    ["dashboard", "--dashboard"],
    ["demo", "--demo"],
    ["template", "--template"],
    ["openapi", "--openapi"],
  ] as const;
  refuseTogether(flag, options, others, "it is about the account itself");
  if (format === TABLE || format === "json") return;
  throw new ToolError("E_USAGE", `${flag} tells what changes as table or json, not as ${format}`, {
    hint: `Leave out --format ${format}.`,
  });
}

async function deploy(
  { report, targets, view }: Learned,
  emit: EmitOptions,
  asJson: boolean,
  options: AlarmsSynthOptions,
  context: CliContext,
): Promise<void> {
  const { runApply, runDiff } = await import("./synth-deploy.ts");
  // Where something could not be read, rules may have gone without what they need.
  const seen = view.isBlind ? [] : view.isPart ? targets.map(({ id }) => id) : null;
  const { regions } = view;
  const deployment = { specs: report.alarms, targets, regions, emit, seen, asJson };
  await (options.apply ? runApply : runDiff)(deployment, options, context);
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

/** For what a file declares; null where none is named. */
async function declare(
  options: AlarmsSynthOptions,
  synth: SynthConfig,
  context: CliContext,
  say: (text: string) => void,
): Promise<Learned | null> {
  const declared = await synthDeclared(options, synth, context, say);
  return declared && { ...declared, view: { isPart: true, isBlind: true, regions: [] } };
}

async function learn(
  options: AlarmsSynthOptions,
  synth: SynthConfig,
  config: Config,
  context: CliContext,
): Promise<Learned> {
  const progress = await createProgress(context.stderr, options.quiet === true);
  try {
    return await learnFrom(options, synth, config, context, progress.onProgress);
  } finally {
    progress.stop();
  }
}

async function learnFrom(
  options: AlarmsSynthOptions,
  synth: SynthConfig,
  config: Config,
  context: CliContext,
  onProgress: OnProgress,
): Promise<Learned> {
  const settingsOf = (targets: readonly Target[]) => synthSettings(options, synth, targets);
  const { snapshot, report } = await learnAlarms(settingsOf, options, config, context, onProgress);
  const isPart = [options.api, options.stage, config.include].some((filter) => filter !== undefined);
  const regions = options.from === undefined ? (options.region ?? config.regions ?? []) : [];
  const view = { isPart, isBlind: snapshot.blindSpots.length > 0, regions };
  return { report, targets: snapshot.targets, view };
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
