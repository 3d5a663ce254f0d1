import { basename, dirname, resolve } from "node:path";

import { ToolError } from "../../core/errors.ts";
import type { AlarmCollection } from "../../model/declared-alarm.ts";
import { escapeText } from "../../report/text/escape.ts";
import { readTemplateAlarms } from "../../templates/cloudformation/read-template-alarms.ts";
import { applyShortTag } from "../../templates/cloudformation/short-tag.ts";
import { dialectOf } from "../../templates/declared/dialect-of.ts";
import { readDescribed } from "../../templates/declared/read-described.ts";
import { readSpecs } from "../../templates/declared/read-specs.ts";
import { parseDocument } from "../../templates/document/parse-document.ts";
import { readModuleAlarms } from "../../templates/terraform/read-module-alarms.ts";
import { readPlanAlarms } from "../../templates/terraform/read-plan-alarms.ts";
import { toModule } from "../../templates/terraform/terraform-module.ts";
import type { CliContext } from "../context.ts";
import { findSources, type SourceText } from "./find-sources.ts";
import { mentionsAlarms } from "./mentions-alarms.ts";
import { parseParameters } from "./parse-parameters.ts";
import { readTerraformFile, readTerraformFolder, type TerraformFolder } from "./terraform-folder.ts";

/**
 * The alarms of files and folders in every dialect, which is told from the content: one collection a file, in order. In a
 * folder, what holds no alarms is passed over, and stderr says how many files that were unless it shall be quiet.
 *
 * @param parameters "Name=Value" each.
 * Errors: E_USAGE; E_BAD_INPUT with file and line where a file cannot be read, and where nothing holds an alarm.
 */
export async function readAlarms(
  paths: readonly string[],
  parameters: readonly string[],
  context: CliContext,
  isQuiet = false,
): Promise<AlarmCollection[]> {
  const given = parseParameters(parameters);
  const reader = createReader(given, context.cwd);
  const collections: AlarmCollection[] = [];
  for (const path of paths) {
    const sources = await findSources(path, context.cwd);
    const found: AlarmCollection[] = [];
    for (const source of sources) {
      const collection = await reader(source);
      const isEmpty = collection === null || collection.alarms.length + collection.problems.length === 0;
      if (collection !== null && !(isEmpty && source.isFromFolder)) found.push(collection);
      else if (!source.isFromFolder) throw noAlarmSource(source.file);
    }
    if (found.length === 0) throw emptyFolder(path, sources.length);
    const others = sources.length - found.length;
    if (others > 0 && !isQuiet)
      context.stderr.write(`${escapeText(path)}: ${filesText(others)} without alarms passed over\n`);
    collections.push(...found);
  }
  return collections;
}

function createReader(
  given: ReadonlyMap<string, string>,
  cwd: string,
): (source: SourceText) => Promise<AlarmCollection | null> {
  const folders = new Map<string, Promise<TerraformFolder>>();
  const readTerraform = async ({ file, text }: SourceText): Promise<AlarmCollection | null> => {
    if (file === "-") {
      const alone = await readTerraformFile(text, file);
      return alone === null ? null : readModuleAlarms(alone, toModule([alone]), given);
    }
    const place = dirname(resolve(cwd, file));
    const known = folders.get(place) ?? readTerraformFolder(place, dirname(file));
    folders.set(place, known);
    const { module, files, given: own } = await known;
    const found = files.get(basename(file));
    return found === undefined ? null : readModuleAlarms(found, module, new Map([...own, ...given]));
  };
  return async (source) => {
    const { file, text, isFromFolder } = source;
    if (/\.tf(?:\.json)?$/.test(file) || (file === "-" && isHcl(text))) return readTerraform(source);
    try {
      const document = parseDocument(text, file, applyShortTag);
      const dialect = dialectOf(document.value);
      if (dialect === "cloudformation") return readTemplateAlarms(document, file, given);
      if (dialect === "terraform-plan") return readPlanAlarms(document.value, file);
      if (dialect === "gatewatch") return readSpecs(document, file);
      return dialect === "describe-alarms" ? readDescribed(document, file) : null;
    } catch (error) {
      // Templates of other tools end in .yaml too, and are none before those tools have filled them in.
      if (isFromFolder && !mentionsAlarms(text)) return null;
      throw error;
    }
  };
}

function isHcl(text: string): boolean {
  return /^\s*(?:resource|variable|module|data|locals|provider|terraform|output)\b[^\n:]*\{/m.test(text);
}

function noAlarmSource(file: string): ToolError {
  return new ToolError("E_BAD_INPUT", `${file} holds no alarms in a form that is known`, { hint: KNOWN });
}

function emptyFolder(path: string, files: number): ToolError {
  const what = files === 0 ? "no file that could hold alarms" : `no alarms in ${filesText(files)}`;
  return new ToolError("E_BAD_INPUT", `the folder ${path} holds ${what}`, { hint: KNOWN });
}

function filesText(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}

const KNOWN =
  "Known are: CloudFormation and SAM templates, .tf files, `terraform show -json`, `aws cloudwatch describe-alarms`, and Gatewatch's own JSON.";
