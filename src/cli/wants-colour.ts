import type { CliContext } from "./context.ts";
import type { GlobalOptions } from "./global-options.ts";

/** Colour only where somebody sees it and nobody has asked for none. */
export function wantsColour({ color }: Pick<GlobalOptions, "color">, { stdout, env }: CliContext): boolean {
  return stdout.isTTY && color && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}
