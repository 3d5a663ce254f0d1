import { analyzeLogs } from "../../logs/analyze-logs.ts";
import { toLogReport } from "../../logs/to-log-report.ts";
import type { LogReport } from "../../model/log-report.ts";
import { wholeNumber } from "../whole-number.ts";
import type { LogsQuestion } from "./logs-question.ts";
import type { LogsSourceOptions } from "./source-options.ts";

/**
 * Files, folders, globs and standard input, in one pass.
 *
 * @param options `threads` as typed.
 */
export async function readFiles(
  question: LogsQuestion,
  paths: readonly string[],
  { threads, brief }: Pick<LogsSourceOptions, "threads" | "brief">,
  cwd: string,
): Promise<LogReport> {
  const { by, filter, format, onProgress } = question;
  const result = await analyzeLogs({
    paths,
    cwd,
    by,
    filter,
    format,
    cells: false,
    brief: brief === true,
    threads: threads === undefined ? undefined : wholeNumber("--threads", threads, 1, 64),
    onProgress,
  });
  return toLogReport(result, question.names);
}
