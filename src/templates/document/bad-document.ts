import { ToolError } from "../../core/errors.ts";

/** That a text cannot be read, at a place that editors can jump to. */
export function badDocument(
  file: string,
  position: { readonly line: number; readonly column: number } | null,
  problem: string,
): ToolError {
  const where = position === null ? file : `${file}:${position.line}:${position.column}`;
  return new ToolError("E_BAD_INPUT", `${where}: ${problem}`, {
    hint: "Correct the file; nothing of it was read.",
  });
}
