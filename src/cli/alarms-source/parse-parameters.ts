import { ToolError } from "../../core/errors.ts";

/** "Name=Value" each; the last one counts where a name comes twice. Errors: E_USAGE. */
export function parseParameters(typed: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    typed.map((text) => {
      const [, name, value] = /^([^=]+)=([\s\S]*)$/.exec(text) ?? [];
      if (name !== undefined && value !== undefined) return [name.trim(), value];
      throw new ToolError("E_USAGE", `--parameter "${text}" is not of the form Name=Value`, {
        hint: "For example: --parameter Stage=prod --parameter AWS::StackName=orders",
      });
    }),
  );
}
