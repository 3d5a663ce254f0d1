import { ToolError } from "../../core/errors.ts";

/** "key=value" options; the value may hold further equals signs. Errors: E_USAGE for one without any. */
export function keyValues(
  flag: string,
  texts: readonly string[],
): readonly (readonly [key: string, value: string])[] {
  return texts.map((text) => {
    const at = text.indexOf("=");
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const;
    throw new ToolError("E_USAGE", `${flag} ${text} is not name=value`, {
      hint: `Write ${flag} name=value.`,
    });
  });
}
