import { injectAlarms, type Injected } from "../../src/alarms/inject/inject-alarms.ts";
import { synthSettings } from "../../src/cli/alarms-synth/synth-settings.ts";
import type { SynthConfig } from "../../src/model/synth-config.ts";
import { readTemplateAlarms } from "../../src/templates/cloudformation/read-template-alarms.ts";
import { applyShortTag } from "../../src/templates/cloudformation/short-tag.ts";
import { parseDocument } from "../../src/templates/document/parse-document.ts";

export interface InjectChanges {
  readonly config?: SynthConfig;
  readonly names?: Readonly<Record<string, string>>;
  readonly topics?: Readonly<Record<string, readonly string[]>>;
}

/** As `gatewatch alarms inject` does without options. */
export function injectTemplate(
  text: string,
  { config = {}, names = {}, topics = {} }: InjectChanges = {},
): Injected {
  return injectAlarms({
    text,
    file: "template",
    names: new Map(Object.entries(names)),
    settings: (stages) =>
      synthSettings(
        { composites: true, okActions: true, nameTemplate: "{stack} {target} {route} {rule} {part}" },
        config,
        stages.map(({ target }) => target),
      ),
    emit: {
      name: "gatewatch-alarms",
      tags: {},
      topics,
      okActions: true,
      insufficientDataActions: false,
      dashboard: null,
    },
  });
}

/** What the text says, as a template's readers see it. */
export function templateValue(text: string): unknown {
  return parseDocument(text, "template", applyShortTag).value;
}

/** The fields of each alarm as the readers of alarms see them, by its name. */
export function alarmsIn(
  text: string,
  given: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const document = parseDocument(text, "template", applyShortTag);
  const { alarms } = readTemplateAlarms(document, "template", new Map(Object.entries(given)));
  return new Map(alarms.map(({ fields }) => [String(fields["AlarmName"]), fields]));
}
