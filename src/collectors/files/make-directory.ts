import { access, constants, mkdir } from "node:fs/promises";

import { errorMessage, ToolError } from "../../core/errors.ts";

/**
 * Makes a folder to write into, with those above it, where it is not there.
 *
 * Errors: E_USAGE where it cannot be made or written.
 */
export async function makeDirectory(directory: string): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
  } catch (error) {
    throw new ToolError("E_USAGE", `cannot write into the folder ${directory}: ${errorMessage(error)}`, {
      hint: "Name a folder that can be made and written.",
      cause: error,
    });
  }
}
