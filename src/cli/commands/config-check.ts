import { escapeText } from "../../report/text/escape.ts";
import { loadConfig } from "../config/load-config.ts";
import { CONFIG_FILE } from "../config/find-config.ts";
import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";

/** `gatewatch config check`. Errors: E_CONFIG, with each problem, where there is one. */
export async function checkConfig(options: GlobalOptions, context: CliContext): Promise<void> {
  const { path } = await loadConfig(options.config, context.cwd);
  const text =
    path === null
      ? `there is no ${CONFIG_FILE} here or above; everything is at its default`
      : `${path}: no problem`;
  context.stdout.write(`${escapeText(text)}\n`);
}
