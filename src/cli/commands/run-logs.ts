import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { didYouMean } from "../../core/did-you-mean.ts";
import { errorMessage, ToolError } from "../../core/errors.ts";
import { analyzeLogs } from "../../logs/analyze-logs.ts";
import { dimensionNames, parseDimension } from "../../logs/filter/dimensions.ts";
import type { Dimension } from "../../logs/filter/filter.ts";
import { parseFilter } from "../../logs/filter/parse-filter.ts";
import { toLogReport } from "../../logs/to-log-report.ts";
import type { LogReport } from "../../model/log-report.ts";
import { byteProgress } from "../byte-progress.ts";
import type { CliContext } from "../context.ts";
import { oneOf } from "../one-of.ts";
import { wholeNumber } from "../whole-number.ts";
import { checkOutput, writeOutput } from "../write-output.ts";
import type { LogsOptions } from "./logs.ts";

const FORMATS = ["terminal", "json", "csv", "markdown"] as const;
const FOLLOW_EVERY_MS = 2_000;
const CLEAR = "\u001b[2J\u001b[H";

/** `gatewatch logs`: one pass over files, one page. */
export async function runLogs(
  files: readonly string[],
  options: LogsOptions,
  context: CliContext,
): Promise<void> {
  const render = await rendererOf(options, context);
  const names = options.by.split(",").map((name) => name.trim());
  const by = names.map(dimensionOf);
  const filter = options.filter === undefined ? [] : parseFilter(options.filter);
  const format = await formatOf(options.logFormat, context.cwd);
  const threads =
    options.threads === undefined ? undefined : wholeNumber("--threads", options.threads, 1, 64);
  if (options.out !== undefined) await checkOutput(options.out, context.cwd);
  const brief = options.brief === true;
  const source = { paths: files, cwd: context.cwd, by, filter, format, cells: false, brief };

  if (options.follow === true) {
    if (options.out !== undefined || files.length > 1 || files[0] === "-") {
      throw new ToolError("E_USAGE", "--follow reads one growing file and prints to the terminal", {
        hint: "Name one file, without --out.",
      });
    }
    const screen = context.stdout.isTTY ? CLEAR : "";
    const print = (report: LogReport): void => context.stdout.write(`${screen}${render(report)}`);
    const { followLog } = await import("../../logs/sources/follow-log.ts");
    await followLog({ ...source, everyMs: FOLLOW_EVERY_MS, signal: context.interruption() }, (result) =>
      print(toLogReport(result, names)),
    );
    return;
  }

  const progress = byteProgress(context.stderr, options.quiet === true);
  const result = await analyzeLogs({ ...source, threads, onProgress: progress.onProgress }).finally(() =>
    progress.stop(),
  );
  const report = toLogReport(result, names);
  if (report.requests === 0 && report.filtered === 0) throw nothingFound(report);
  const text = render(report);
  if (options.out === undefined) context.stdout.write(text);
  else await writeOutput(options.out, context.cwd, text);
}

/** Each loaded only where it is asked for: a small log is read sooner than all of them are loaded. */
async function rendererOf(
  options: LogsOptions,
  { stdout, env }: CliContext,
): Promise<(report: LogReport) => string> {
  const format = oneOf("--format", options.format, FORMATS);
  if (format === "json") return (report) => `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === "csv") return (await import("../../report/logs/render-log-csv.ts")).renderLogCsv;
  if (format === "markdown")
    return (await import("../../report/logs/render-log-markdown.ts")).renderLogMarkdown;
  const { renderLogTerminal } = await import("../../report/logs/render-log-terminal.ts");
  const isPlain =
    options.out !== undefined || !options.color || (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  const colour = stdout.isTTY && !isPlain;
  const width = Math.min(stdout.columns ?? 100, 140);
  return (report) => renderLogTerminal(report, { colour, width });
}

function dimensionOf(name: string): Dimension {
  const dimension = parseDimension(name);
  if (dimension !== undefined) return dimension;
  throw new ToolError("E_USAGE", `--by "${name}" does not exist`, {
    hint: didYouMean(name, dimensionNames()),
  });
}

async function formatOf(typed: string | undefined, cwd: string): Promise<string | undefined> {
  if (!typed?.startsWith("@")) return typed;
  try {
    return await readFile(resolve(cwd, typed.slice(1)), "utf8");
  } catch (cause) {
    throw new ToolError("E_USAGE", `cannot read the access-log Format: ${errorMessage(cause)}`, { cause });
  }
}

/** Files that hold no request at all are more likely the wrong files than a quiet day. */
function nothingFound(report: LogReport): ToolError {
  const what =
    report.unparsed === 0 ? "the log is empty" : `none of ${report.unparsed} lines is an access-log line`;
  return new ToolError("E_NOTHING_READABLE", what, {
    details: [
      ...report.problems.map(({ path, message }) => `${path}: ${message}`),
      ...report.unparsedSamples.map((sample) => `unread: ${sample.slice(0, 100)}`),
    ],
    hint: "Give the stage's access-log Format with --log-format where its keys or its shape are unusual.",
  });
}
