import { access, constants, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

import { errorMessage, ToolError } from "../../core/errors.ts";

/**
 * Makes a folder to write into, with those above it, where it is not there.
 *
 * Errors: E_USAGE where it cannot be made or written.
 */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await makeLevels(directory);
    await access(directory, constants.W_OK);
  } catch (error) {
    throw new ToolError("E_USAGE", `cannot write into the folder ${directory}: ${errorMessage(error)}`, {
      hint: "Name a folder that can be made and written.",
      cause: error,
    });
  }
}

/**
 * Level by level: with `recursive`, Node tries for ever where the system says of a folder in one that is there
 * that it does not exist, as Linux does below /proc.
 */
async function makeLevels(directory: string): Promise<void> {
  if (await isDirectory(directory)) return;
  const parent = dirname(directory);
  if (parent !== directory) await makeLevels(parent);
  try {
    await mkdir(directory);
  } catch (error) {
    // Somebody else may have made it in the meantime.
    if (!(await isDirectory(directory))) throw error;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
