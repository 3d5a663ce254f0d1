import { dirname, resolve } from "node:path";

import { writeAtomically } from "../collectors/files/write-atomically.ts";
import { errorMessage, ToolError } from "../core/errors.ts";
import { isDirectory } from "./is-directory.ts";

/**
 * Checked before anything is read, so that nobody pays for a report that has nowhere to go.
 *
 * Errors: E_USAGE where the file cannot be put there.
 */
export async function checkOutput(path: string, cwd: string): Promise<void> {
  const full = resolve(cwd, path);
  const parent = dirname(full);
  if (!(await isDirectory(parent))) {
    throw new ToolError("E_USAGE", `cannot write ${path}: there is no folder ${parent}`, {
      hint: "Make the folder first, or name another file.",
    });
  }
  if (await isDirectory(full)) {
    throw new ToolError("E_USAGE", `cannot write ${path}: a folder of that name is there`, {
      hint: "Name a file in it.",
    });
  }
}

/** Whole or not at all. Errors: E_USAGE where the place cannot be written. */
export async function writeOutput(path: string, cwd: string, text: string): Promise<void> {
  try {
    await writeAtomically(resolve(cwd, path), [text]);
  } catch (cause) {
    throw new ToolError("E_USAGE", errorMessage(cause), { hint: "Name a place that can be written.", cause });
  }
}
