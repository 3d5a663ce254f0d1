import { ToolError } from "../../core/errors.ts";
import { followLog } from "../../logs/sources/follow-log.ts";
import { toLogReport } from "../../logs/to-log-report.ts";
import type { LogReport } from "../../model/log-report.ts";
import type { LogsQuestion } from "./logs-question.ts";

const EVERY_MS = 2_000;

/**
 * One growing file, told anew as it grows, until the signal.
 *
 * Errors: E_USAGE for more than one file, or one that cannot be followed.
 */
export async function followFile(
  question: LogsQuestion,
  paths: readonly string[],
  place: { readonly cwd: string; readonly signal: AbortSignal },
  onReport: (report: LogReport) => void,
): Promise<void> {
  if (paths.length > 1 || paths[0] === "-") {
    throw new ToolError("E_USAGE", "--follow reads one growing file", { hint: "Name one file." });
  }
  const { by, filter, format } = question;
  const options = { paths, by, filter, format, cells: false, everyMs: EVERY_MS, ...place };
  await followLog(options, (result) => onReport(toLogReport(result, question.names)));
}
