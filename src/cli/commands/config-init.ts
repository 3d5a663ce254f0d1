import { resolve } from "node:path";

import { writeAtomically } from "../../collectors/files/write-atomically.ts";
import { fileExists } from "../config/file-exists.ts";
import { CONFIG_FILE } from "../config/find-config.ts";
import { CONFIG_TEMPLATE } from "../config/config-template.ts";
import { ToolError } from "../../core/errors.ts";
import type { CliContext } from "../context.ts";
import { checkOutput } from "../write-output.ts";
import type { ConfigInitOptions } from "./config.ts";

/** `gatewatch config init`. Errors: E_USAGE where a file is there already, or none can be written. */
export async function initConfig(options: ConfigInitOptions, context: CliContext): Promise<void> {
  const path = resolve(context.cwd, options.config ?? CONFIG_FILE);
  await checkOutput(path, context.cwd);
  if (options.force !== true && (await fileExists(path))) {
    throw new ToolError("E_USAGE", `${path} is there already`, {
      hint: "Add --force to replace it; nothing of it is kept.",
    });
  }
  await writeAtomically(path, [CONFIG_TEMPLATE]);
  context.stdout.write(`${path}\n`);
}
