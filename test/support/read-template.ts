import type { AlarmCollection } from "../../src/model/declared-alarm.ts";
import { readTemplateAlarms } from "../../src/templates/cloudformation/read-template-alarms.ts";
import { applyShortTag } from "../../src/templates/cloudformation/short-tag.ts";
import { parseDocument } from "../../src/templates/document/parse-document.ts";

/** The alarms of a template's text. */
export function readTemplate(text: string, given: Readonly<Record<string, string>> = {}): AlarmCollection {
  const document = parseDocument(text, "template.yaml", applyShortTag);
  return readTemplateAlarms(document, "template.yaml", new Map(Object.entries(given)));
}
