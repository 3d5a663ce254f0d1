import type { AlarmCollection } from "../../model/declared-alarm.ts";
import { ToolError } from "../../core/errors.ts";
import { dialectOf } from "../../templates/declared/dialect-of.ts";
import { readDescribed } from "../../templates/declared/read-described.ts";
import { readSpecs } from "../../templates/declared/read-specs.ts";
import { readTemplateAlarms } from "../../templates/cloudformation/read-template-alarms.ts";
import { applyShortTag } from "../../templates/cloudformation/short-tag.ts";
import { parseDocument } from "../../templates/document/parse-document.ts";
import type { CliContext } from "../context.ts";
import { parseParameters } from "./parse-parameters.ts";
import { findSources, type SourceText } from "./find-sources.ts";

/**
 * The alarms of files and folders in every dialect, which is told from the content: one collection a file, in order. In a
 * folder, what holds no alarms is passed over, and stderr says how many files that were.
 *
 * @param parameters "Name=Value" each.
 * Errors: E_USAGE; E_BAD_INPUT with file and line where a file cannot be read, and where nothing holds an alarm.
 */
export async function readAlarms(
  paths: readonly string[],
  parameters: readonly string[],
  context: CliContext,
): Promise<AlarmCollection[]> {
  const given = parseParameters(parameters);
  const collections: AlarmCollection[] = [];
  for (const source of await findSources(paths, context.cwd)) {
    const found = readSource(source, given);
    if (found !== null) collections.push(found);
    else if (!source.isFromFolder) throw noAlarmSource(source.file);
  }
  return collections;
}

function readSource({ file, text }: SourceText, given: ReadonlyMap<string, string>): AlarmCollection | null {
  const document = parseDocument(text, file, applyShortTag);
  const dialect = dialectOf(document.value);
  if (dialect === "cloudformation") return readTemplateAlarms(document, file, given);
  if (dialect === "gatewatch") return readSpecs(document, file);
  return dialect === "describe-alarms" ? readDescribed(document, file) : null;
}

function noAlarmSource(file: string): ToolError {
  return new ToolError("E_BAD_INPUT", `${file} holds no alarms in a form that is known`, {
    hint: "Known are: CloudFormation and SAM templates, .tf files, `terraform show -json`, `aws cloudwatch describe-alarms`, and `gatewatch alarms synth --format json`.",
  });
}
