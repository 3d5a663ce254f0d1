import { ToolError } from "../core/errors.ts";

/** Errors: E_USAGE where the text is not a whole number within the bounds, both included. */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ToolError("E_USAGE", `${flag} "${text}" is not a whole number from ${least} to ${most}`);
}
