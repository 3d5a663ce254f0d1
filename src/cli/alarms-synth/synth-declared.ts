import { planSpecs } from "../../alarms/inject/plan-specs.ts";
import { detailedMetricsNote } from "../../alarms/synth/detailed-metrics-cost.ts";
import type { SynthConfig } from "../../model/synth-config.ts";
import type { SynthReport } from "../../model/synth-report.ts";
import type { Target } from "../../model/target.ts";
import { escapeText } from "../../report/text/escape.ts";
import { createPlaceholders } from "../../templates/apis/placeholders.ts";
import { parseParameters } from "../alarms-source/parse-parameters.ts";
import type { CliContext } from "../context.ts";
import { refuseTogether } from "../source/refuse-together.ts";
import { readApis } from "../templates-source/read-apis.ts";
import { keyValues } from "./key-values.ts";
import type { SynthOptions } from "./synth-options.ts";
import { synthSettings } from "./synth-settings.ts";

export interface DeclaredOptions extends SynthOptions {
  readonly template?: string;
  readonly openapi?: string;
  readonly stage?: string;
  readonly parameter?: string[];
  readonly apiName?: string[];
}

const OF_AN_ACCOUNT = [
  ["demo", "--demo"],
  ["from", "--from"],
  ["since", "--since"],
  ["until", "--until"],
  ["api", "--api"],
  ["diff", "--diff"],
  ["apply", "--apply"],
  ["region", "--region"],
] as const;

/** Alarms for what a file declares, without history; null where none was named. What cannot be told is said. */
export async function synthDeclared(
  options: DeclaredOptions,
  config: SynthConfig,
  context: CliContext,
  say: (text: string) => void,
): Promise<{ readonly report: SynthReport; readonly targets: readonly Target[] } | null> {
  const { template, openapi, stage } = options;
  const path = template ?? openapi;
  if (path === undefined) return null;
  const flag = template === undefined ? "--openapi" : "--template";
  refuseTogether(flag, options, OF_AN_ACCOUNT, "a file has no history and no account");
  if (template !== undefined)
    refuseTogether("--template", options, [["openapi", "--openapi"]], "one file is read");
  const question = {
    path,
    parameters: parseParameters(options.parameter ?? []),
    names: new Map(keyValues("--api-name", options.apiName ?? [])),
    stage,
  };
  const { stages, problems } = await readApis(question, context.cwd);
  const targets = stages.map(({ target }) => target);
  const planned = planSpecs(stages, synthSettings(options, config, targets), createPlaceholders(""), "");
  for (const { id, message, hint } of [...problems, ...planned.problems]) {
    say(`${escapeText(path)}: ${escapeText(id)}: ${escapeText(message)}. ${escapeText(hint)}`);
  }
  const { alarms, uncovered, usdPerMonth } = planned;
  const notes = [
    ...(alarms.length === 0 ? [`No stage in ${path} can be given alarms.`] : []),
    detailedMetricsNote(targets) ?? [],
  ].flat();
  return { report: { alarms, uncovered, usdPerMonth, history: null, notes }, targets };
}
