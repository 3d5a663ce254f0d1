import { drillHistory } from "../../../alarms/drill/drill-history.ts";
import { drill, WATCHES_NOTHING } from "../../../alarms/drill/drill.ts";
import type { AskedMagnitude } from "../../../alarms/drill/magnitudes.ts";
import { usualLasting } from "../../../alarms/drill/usual-lasting.ts";
import { ToolError } from "../../../core/errors.ts";
import { floorTo, MINUTE_MS, type Window } from "../../../core/window.ts";
import type { Drill } from "../../../model/drill.ts";
import type { Snapshot } from "../../../model/snapshot.ts";
import { DRILL_RENDERERS } from "../../../report/alarms/drill/registry.ts";
import { escapeText } from "../../../report/text/escape.ts";
import { findIncident, INCIDENTS } from "../../../simulate/incidents/registry.ts";
import { obtainHistory } from "../../alarms-history/obtain-history.ts";
import { readSets, type NamedSet } from "../../alarms-history/read-sets.ts";
import { usualSet } from "../../alarms-history/usual-set.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import { oneOf } from "../../one-of.ts";
import { createProgress } from "../../progress.ts";
import { flagDurationMs } from "../../source/selection.ts";
import { toolVersion } from "../../version.ts";
import { wantsColour } from "../../wants-colour.ts";
import { wholeNumber } from "../../whole-number.ts";
import { checkOutput, writeOutput } from "../../write-output.ts";
import type { DrillOptions } from "./drill.ts";

const FAIL_ON = ["uncaught", "false-page"] as const;
/** A day has its busy and its quiet hours. */
const SINCE = "1d";
/** What is normal is not asked here. */
const BASELINE = "1h";
const LONGEST_MINUTES = 24 * 60;

/** `gatewatch alarms drill`: the incident catalogue against alarms of any origin, over traffic of any origin. */
export async function runDrill(options: DrillOptions, context: CliContext): Promise<void> {
  const format = oneOf("--format", options.format, Object.keys(DRILL_RENDERERS));
  const failOn = options.failOn === undefined ? null : oneOf("--fail-on", options.failOn, FAIL_ON);
  const incidents =
    options.incident === undefined ? INCIDENTS : [...new Set(options.incident)].map(findIncident);
  const magnitudes = (options.magnitude ?? []).map(toMagnitude);
  const lastingMs = options.lasting === undefined ? null : toLasting(options.lasting);
  const seed = wholeNumber("--draw", options.draw, 0, 2 ** 31 - 1);
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const { config } = await loadConfig(options.config, context.cwd);

  const asked = {
    ...options,
    incidents: true,
    ...(options.from === undefined ? { baseline: BASELINE } : {}),
  };
  const named =
    options.alarms === undefined
      ? await usualSet(asked, config, context)
      : await readSets(options.alarms, options, config, context);
  refuseNothing(named);
  const progress = await createProgress(context.stderr, options.quiet === true);
  const since = options.since ?? (options.from === undefined ? SINCE : undefined);
  const { snapshot, history } = await obtainHistory(
    [named.checked.set],
    { ...asked, ...(since === undefined ? {} : { since }) },
    config,
    context,
    progress.onProgress,
  ).finally(() => progress.stop());

  const say = (text: string): void => {
    if (options.quiet !== true) context.stderr.write(`${text}\n`);
  };
  const total = snapshot.targets.length;
  const window = windowOf(options, snapshot, history.window);
  const result = drill(
    {
      set: named.checked.set,
      targets: snapshot.targets,
      series: drillHistory(snapshot),
      window,
      incidents,
      magnitudes,
      incidentMs: lastingMs ?? usualLasting(named.checked.set, window.endMs - window.startMs),
      seed,
      toolVersion: toolVersion(),
      origin: snapshot.origin,
      label: named.label,
      notes: [...named.notes, ...named.problems.map(({ place, message }) => `${place.file}: ${message}`)],
    },
    (id, index) => say(`drilling ${escapeText(id)} (${index + 1} of ${total})`),
  );
  await print(withRefused(result, named, options), format, options, context);
  tellOutcome(result, failOn, say, context);
}

/** Of what the recording holds in minutes, what was asked for. */
function windowOf({ since, until }: DrillOptions, { window }: Snapshot, asked: Window): Window {
  if (since === undefined && until === undefined) return window;
  const startMs = since === undefined ? window.startMs : Math.max(window.startMs, asked.startMs);
  return { startMs, endMs: Math.min(window.endMs, asked.endMs) };
}

/** Alarms of APIs that were not asked for are nobody's question. */
function withRefused(result: Drill, { checked }: NamedSet, { api, stage }: DrillOptions): Drill {
  const isNarrowed = api !== undefined || stage !== undefined;
  const refused = checked.refused.map(({ alarm, problems }) => ({
    alarm: alarm.place.id,
    why: problems.join("; "),
  }));
  const found = result.notReplayed.filter(({ why }) => !isNarrowed || why !== WATCHES_NOTHING);
  return { ...result, notReplayed: [...refused, ...found] };
}

async function print(
  result: Drill,
  format: string,
  options: DrillOptions,
  context: CliContext,
): Promise<void> {
  const text = DRILL_RENDERERS[format]?.(result, {
    colour: options.out === undefined && wantsColour(options, context),
    width: options.out === undefined ? Math.min(context.stdout.columns ?? 80, 120) : 80,
    verbose: options.verbose === true,
  });
  if (text === undefined) throw new Error(`the format ${format} is known but not there`);
  if (options.out === undefined) {
    context.stdout.write(text);
    return;
  }
  await writeOutput(options.out, context.cwd, text);
  if (options.quiet !== true) context.stderr.write(`wrote ${escapeText(options.out)}\n`);
}

/** A script must not take "nothing could be replayed" for "all caught". */
function tellOutcome(
  { targets, summary }: Drill,
  failOn: (typeof FAIL_ON)[number] | null,
  say: (text: string) => void,
  { setExitCode }: CliContext,
): void {
  const uncaught = summary.shouldPage - summary.caught;
  if (targets.every(({ skipped }) => skipped !== null)) {
    setExitCode(EXIT.unreadable);
    say("nothing was drilled");
  } else if (failOn === "uncaught" && uncaught > 0) {
    setExitCode(EXIT.findings);
    say(`--fail-on uncaught: ${uncaught} incidents that should page set no alarm off`);
  } else if (failOn === "false-page" && summary.falsePages > 0) {
    setExitCode(EXIT.findings);
    say(`--fail-on false-page: ${summary.falsePages} incidents that should not page set an alarm off`);
  }
}

function refuseNothing({ label, checked: { set, refused } }: NamedSet): void {
  if (set.metric.length + set.composite.length + refused.length > 0) return;
  throw new ToolError("E_BAD_INPUT", `there is no alarm in ${label}`, {
    hint: "Name files with alarms, or leave --alarms out.",
  });
}

/** Errors: E_USAGE. */
function toMagnitude(typed: string): AskedMagnitude {
  const [, number, times] = /^(\d+(?:\.\d+)?|\.\d+)(x?)$/i.exec(typed.trim()) ?? [];
  const value = Number(number);
  if (value > 0) return { value, isTimes: times !== "" };
  throw new ToolError("E_USAGE", `--magnitude "${typed}" is not a number above zero`, {
    hint: 'Write it like "0.2", in the unit of the incident, or "2x" for twice the usual one.',
  });
}

/** Whole minutes. Errors: E_USAGE. */
function toLasting(typed: string): number {
  const lengthMs = floorTo(flagDurationMs("--lasting", typed), MINUTE_MS);
  if (lengthMs >= MINUTE_MS && lengthMs <= LONGEST_MINUTES * MINUTE_MS) return lengthMs;
  throw new ToolError("E_USAGE", `--lasting "${typed}" is not a length from 1m to 1d`, {
    hint: 'Write it like "30m" or "2h".',
  });
}
