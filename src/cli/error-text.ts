import { errorMessage, ToolError } from "../core/errors.ts";
import { escapeText } from "../report/text/escape.ts";
import { toolVersion } from "./version.ts";

/**
 * What stderr says of an error: one line that names it, one for each detail, one with the next step, and with
 * `verbose` the stack. What is not a ToolError is a defect of the tool, and says how to report it.
 */
export function errorText(thrown: unknown, verbose: boolean): string {
  const known = thrown instanceof ToolError;
  const what = known
    ? `${escapeText(thrown.message)} (${thrown.code})`
    : `internal error: ${escapeText(errorMessage(thrown))}`;
  const hint = known
    ? thrown.hint && escapeText(thrown.hint)
    : `This is a defect of gatewatch ${toolVersion()}, not of your input. Please report it with the command${verbose ? " and this output" : ", run again with --verbose"}; CONTRIBUTING.md says where.`;
  const details = known ? thrown.details.map((detail) => `  ${escapeText(detail)}`) : [];
  const lines = [`gatewatch: ${what}`, ...details, ...(hint ? [`  hint: ${hint}`] : [])];
  if (verbose && thrown instanceof Error) lines.push(...stackLines(thrown));
  return `${lines.join("\n")}\n`;
}

/** The stack of an error and of what caused it, escaped line by line. */
function stackLines(error: Error): string[] {
  const own = (error.stack ?? "").split("\n").map((line) => `  ${escapeText(line)}`);
  return error.cause instanceof Error ? [...own, "  caused by", ...stackLines(error.cause)] : own;
}
