import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { errorMessage, ToolError } from "../../core/errors.ts";
import { dimensionNames, parseDimension } from "../../logs/filter/dimensions.ts";
import type { Dimension, FilterProgram } from "../../logs/filter/filter.ts";
import type { LogReport } from "../../model/log-report.ts";
import { byteProgress } from "../byte-progress.ts";
import type { CliContext } from "../context.ts";
import { chooseSource, type LogsSource } from "../logs-source/choose-source.ts";
import type { LogsQuestion } from "../logs-source/logs-question.ts";
import { nothingFound } from "./log-nothing-found.ts";
import type { LogsOptions } from "./logs.ts";
import { logRenderer } from "./log-renderer.ts";

const CLEAR = "\u001b[2J\u001b[H";

/** `gatewatch logs`: one question, one source, one page. What a run does not need is not loaded. */
export async function runLogs(
  files: readonly string[],
  options: LogsOptions,
  context: CliContext,
): Promise<void> {
  const source = await chooseSource(files, options);
  // Loaded side by side: most of a small log's time is loading. A failure is heard where the module is used.
  if (source.kind === "files") import("../logs-source/read-files.ts").catch(() => undefined);
  const render = await logRenderer(options, context);
  const names = options.by.split(",").map((name) => name.trim());
  const by = await Promise.all(names.map(dimensionOf));
  const filter = await filterOf(options.filter);
  const format = await formatOf(options.logFormat, context.cwd);
  const question = { by, names, filter, format, onProgress: () => undefined };
  if (options.follow === true && source.kind === "files") {
    await follow(question, source.paths, options, context, render);
    return;
  }

  const progress = await byteProgress(context.stderr, options.quiet === true, context.now);
  const note = (text: string): void => {
    progress.stop();
    if (options.quiet !== true) context.stderr.write(`${text}\n`);
  };
  if (options.printSql === true && source.kind === "s3") {
    const { awsPlace } = await import("../logs-source/aws-place.ts");
    const { printAthenaSql } = await import("../logs-source/read-athena-source.ts");
    const place = await awsPlace(options, context, note);
    context.stdout.write(await printAthenaSql(question, source.uri, place));
    return;
  }

  const write = options.out === undefined ? undefined : await import("../write-output.ts");
  if (options.out !== undefined) await write?.checkOutput(options.out, context.cwd);
  const { onProgress } = progress;
  const report = await ask({ ...question, onProgress }, source, options, context, note).finally(() =>
    progress.stop(),
  );
  if (report.requests === 0 && report.filtered === 0) throw nothingFound(report, source);
  const text = render(report);
  if (options.out === undefined) context.stdout.write(text);
  else {
    await write?.writeOutput(options.out, context.cwd, text);
    const { escapeText } = await import("../../report/text/escape.ts");
    note(`wrote ${escapeText(options.out)}`);
  }
}

async function ask(
  question: LogsQuestion,
  source: LogsSource,
  options: LogsOptions,
  context: CliContext,
  note: (text: string) => void,
): Promise<LogReport> {
  if (source.kind === "files") {
    const { readFiles } = await import("../logs-source/read-files.ts");
    return readFiles(question, source.paths, options, context.cwd);
  }
  const { awsPlace } = await import("../logs-source/aws-place.ts");
  const place = await awsPlace(options, context, note);
  if (source.kind === "s3" && source.engine === "athena") {
    const { readAthenaSource } = await import("../logs-source/read-athena-source.ts");
    return readAthenaSource(question, source.uri, place);
  }
  if (source.kind === "s3") {
    const { readS3Source } = await import("../logs-source/read-s3-source.ts");
    return readS3Source(question, source.uri, place);
  }
  const { readLogGroupSource } = await import("../logs-source/read-log-group.ts");
  return readLogGroupSource(question, source, place);
}

async function follow(
  question: LogsQuestion,
  paths: readonly string[],
  options: LogsOptions,
  { stdout, cwd, interruption }: CliContext,
  render: (report: LogReport) => string,
): Promise<void> {
  if (options.out !== undefined) {
    throw new ToolError("E_USAGE", "--out has no meaning with --follow: it prints anew as the file grows", {
      hint: "Leave out --out or --follow.",
    });
  }
  const screen = stdout.isTTY ? CLEAR : "";
  const { followFile } = await import("../logs-source/follow-file.ts");
  await followFile(question, paths, { cwd, signal: interruption() }, (report) =>
    stdout.write(`${screen}${render(report)}`),
  );
}

async function dimensionOf(name: string): Promise<Dimension> {
  const dimension = parseDimension(name);
  if (dimension !== undefined) return dimension;
  const { nearestMeant } = await import("../../core/did-you-mean.ts");
  throw new ToolError("E_USAGE", `--by "${name}" does not exist`, {
    hint: `${nearestMeant(name, dimensionNames())} "gatewatch logs --help" lists all.`,
  });
}

async function filterOf(expression: string | undefined): Promise<FilterProgram> {
  if (expression === undefined) return [];
  const { parseFilter } = await import("../../logs/filter/parse-filter.ts");
  return parseFilter(expression);
}

async function formatOf(typed: string | undefined, cwd: string): Promise<string | undefined> {
  if (!typed?.startsWith("@")) return typed;
  try {
    return await readFile(resolve(cwd, typed.slice(1)), "utf8");
  } catch (cause) {
    throw new ToolError("E_USAGE", `cannot read the access-log Format: ${errorMessage(cause)}`, { cause });
  }
}
