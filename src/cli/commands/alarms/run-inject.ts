import { injectAlarms, withoutInjected, type Injected } from "../../../alarms/inject/inject-alarms.ts";
import { ToolError } from "../../../core/errors.ts";
import { unifiedDiff } from "../../../core/unified-diff.ts";
import type { Config } from "../../../model/config.ts";
import { escapeText } from "../../../report/text/escape.ts";
import { keyValues } from "../../alarms-synth/key-values.ts";
import { synthSettings, synthTopics } from "../../alarms-synth/synth-settings.ts";
import { loadConfig } from "../../config/load-config.ts";
import type { CliContext } from "../../context.ts";
import { EXIT } from "../../exit-codes.ts";
import { readTemplateText } from "../../templates-source/read-template-text.ts";
import { replaceFile } from "../../templates-source/replace-file.ts";
import { checkOutput, writeOutput } from "../../write-output.ts";
import { injectSummary } from "./inject-summary.ts";
import type { InjectOptions } from "./inject.ts";

/** Names are unique in a Region, and a template may be deployed there twice. */
const NAME_TEMPLATE = "{stack} {target} {route} {rule} {part}";

/** `gatewatch alarms inject`: a template with alarms in it, or without them again. */
export async function runInject(options: InjectOptions, context: CliContext): Promise<void> {
  refuseTogether(options);
  const { template: file, out } = options;
  if (out !== undefined) await checkOutput(out, context.cwd);
  const { text, mark } = await readTemplateText(file, context.cwd);
  const say = (line: string): void => {
    if (options.quiet !== true) context.stderr.write(`${line}\n`);
  };
  let result: string;
  if (options.remove) {
    result = withoutInjected(text, file);
    if (result === text) say(`${escapeText(file)} holds nothing that was injected`);
  } else {
    const { config } = await loadConfig(options.config, context.cwd);
    const injected = inject(text, options, config);
    for (const line of injectSummary(injected, file)) say(line);
    if (injected.alarms.length === 0) context.setExitCode(EXIT.unreadable);
    result = injected.text;
  }
  const isChanged = result !== text;
  if (options.diff) {
    context.stdout.write(unifiedDiff(mark + text, mark + result, file, file));
    if (!isChanged) say(`${escapeText(file)} would stay as it is`);
    return;
  }
  if (options.check) {
    if (isChanged) context.setExitCode(EXIT.findings);
    say(`${escapeText(file)} ${isChanged ? "would change" : "would stay as it is"}`);
    return;
  }
  if (out !== undefined) await writeOutput(out, context.cwd, mark + result);
  else if (!options.write) {
    context.stdout.write(mark + result);
    return;
  } else if (isChanged) await replaceFile(file, context.cwd, mark + result);
  else {
    say(`${escapeText(file)} stays as it is`);
    return;
  }
  say(`wrote ${escapeText(out ?? file)}`);
}

function inject(text: string, options: InjectOptions, config: Config): Injected {
  const synth = config.alarms?.synth ?? {};
  return injectAlarms({
    text,
    file: options.template,
    names: new Map(keyValues("--api-name", options.apiName ?? [])),
    settings: (stages) =>
      synthSettings(
        {
          ...options,
          ...alarmProfile(options),
          nameTemplate: options.nameTemplate ?? synth.nameTemplate ?? NAME_TEMPLATE,
        },
        synth,
        stages.map(({ target }) => target),
      ),
    emit: {
      name: "gatewatch-alarms",
      tags: { ...synth.tags, ...Object.fromEntries(keyValues("--tag", options.tag ?? [])) },
      topics: synthTopics(options, synth),
      okActions: options.okActions && (synth.okActions ?? true),
      insufficientDataActions: options.insufficientDataActions === true,
      dashboard: null,
    },
  });
}

/** "--profile aws-recommended" means the alarms, as it does for synth: no AWS account is asked here. */
function alarmProfile({ profile, alarmProfile: own }: InjectOptions): { alarmProfile?: string } {
  return own === undefined && profile !== undefined ? { alarmProfile: profile } : {};
}

function refuseTogether({ out, write, check, diff }: InjectOptions): void {
  const given = [
    out !== undefined && "--out",
    write && "--write",
    check && "--check",
    diff && "--diff",
  ].filter(Boolean);
  if (given.length < 2) return;
  throw new ToolError("E_USAGE", `${given.join(" and ")} do not go together`, { hint: "Give one of them." });
}
