import type { Command } from "commander";

import type { CliContext } from "../context.ts";
import type { GlobalOptions } from "../global-options.ts";

export interface ConfigInitOptions extends GlobalOptions {
  readonly force?: true;
}

const HELP = `
Examples:
  gatewatch config init                writes one with everything explained
  gatewatch config check               every problem, with its line
  gatewatch config schema > gatewatch.schema.json

The nearest gatewatch.config.yaml upwards of the current folder is used, or what
--config names.
`;

export function register(program: Command, context: CliContext): void {
  const config = program
    .command("config")
    .description("write, check and describe gatewatch.config.yaml")
    .addHelpText("after", HELP);
  const init = config
    .command("init")
    .description("write a commented configuration to start from")
    .option("--force", "replace one that is there")
    .action(async () => {
      const { initConfig } = await import("./config-init.ts");
      await initConfig(init.optsWithGlobals<ConfigInitOptions>(), context);
    });
  const check = config
    .command("check")
    .description("list every problem of the configuration")
    .action(async () => {
      const { checkConfig } = await import("./config-check.ts");
      await checkConfig(check.optsWithGlobals<GlobalOptions>(), context);
    });
  config
    .command("schema")
    .description("print the JSON schema, for editors")
    .action(async () => {
      const { configJsonSchema } = await import("../config/config-json-schema.ts");
      context.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    });
}
