import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { ToolError } from "../../core/errors.ts";
import { recordOf } from "../../core/is-record.ts";
import { compareText } from "../../core/order.ts";
import {
  toModule,
  type TerraformFile,
  type TerraformModule,
} from "../../templates/terraform/terraform-module.ts";
import { mentionsAlarms } from "./mentions-alarms.ts";
import { parseHcl } from "./parse-hcl.ts";

export interface TerraformFolder {
  readonly module: TerraformModule;
  /** By their names in the folder. */
  readonly files: ReadonlyMap<string, TerraformFile>;
  /** Values of variables that Terraform takes from the folder without being told to. */
  readonly given: ReadonlyMap<string, unknown>;
}

/**
 * All of a folder, since Terraform reads it as one: what a file refers to mostly stands in another. A file that cannot be parsed
 * and names no alarm is passed over.
 *
 * @param name the folder as the user named it. Errors: E_BAD_INPUT with line and column.
 */
export async function readTerraformFolder(place: string, name: string): Promise<TerraformFolder> {
  const entries = await readdir(place, { withFileTypes: true });
  const names = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name)
    .sort(compareText);
  const files = new Map<string, TerraformFile>();
  for (const base of names.filter((one) => /\.tf(?:\.json)?$/.test(one))) {
    const found = await readTerraformFile(await readFile(join(place, base), "utf8"), join(name, base));
    if (found !== null) files.set(base, found);
  }
  const given = new Map<string, unknown>();
  // Terraform's own order: the later wins.
  const settings = names.filter((one) => one === "terraform.tfvars" || one.endsWith(".auto.tfvars"));
  for (const base of settings.sort(
    (left, right) => Number(right === "terraform.tfvars") - Number(left === "terraform.tfvars"),
  )) {
    const parsed = await parseHcl(await readFile(join(place, base), "utf8"), join(name, base));
    for (const [variable, value] of Object.entries(recordOf(parsed))) given.set(variable, value);
  }
  return { module: toModule([...files.values()]), files, given };
}

/** One file; null where it cannot be parsed and names no alarm. Errors: E_BAD_INPUT. */
export async function readTerraformFile(text: string, file: string): Promise<TerraformFile | null> {
  try {
    const value: unknown = file.endsWith(".json") ? JSON.parse(text) : await parseHcl(text, file);
    return { file, text, value };
  } catch (error) {
    if (mentionsAlarms(text) && error instanceof ToolError) throw error;
    return null;
  }
}
