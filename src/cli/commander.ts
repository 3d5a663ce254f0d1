import { createRequire } from "node:module";
import type * as Commander from "commander";

// Commander is CommonJS. Node reads all of such a package's text for the names that it exports before it imports it, which
// takes a tenth of a short command's time; what is required is not read for names.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- What the package's own types say.
export const { Command, CommanderError, Option } = createRequire(import.meta.url)(
  "commander",
) as typeof Commander;
export type Command = Commander.Command;
export type CommanderError = Commander.CommanderError;
export type Option = Commander.Option;
