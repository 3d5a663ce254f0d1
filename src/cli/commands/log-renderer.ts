import type { LogReport } from "../../model/log-report.ts";
import type { CliContext } from "../context.ts";
import type { LogsOptions } from "./logs.ts";

const FORMATS = ["terminal", "html", "json", "csv", "markdown"] as const;
/** Columns where there is no terminal, and the most that a page makes use of. */
const USUAL_WIDTH = 100;
const MOST_WIDTH = 140;

/** Each loaded only where it is asked for: a small log is read sooner than all of them are loaded. */
export async function logRenderer(
  options: LogsOptions,
  { stdout, env }: CliContext,
): Promise<(report: LogReport) => string> {
  const { format } = options;
  if (format === "json") return (report) => `${JSON.stringify(report, undefined, 2)}\n`;
  if (format === "csv") return (await import("../../report/logs/render-log-csv.ts")).renderLogCsv;
  if (format === "html") return (await import("../../report/logs/render-log-html.ts")).renderLogHtml;
  if (format === "markdown")
    return (await import("../../report/logs/render-log-markdown.ts")).renderLogMarkdown;
  // Throws, with the name that was probably meant.
  if (format !== "terminal") (await import("../one-of.ts")).oneOf("--format", format, FORMATS);
  const { renderLogTerminal } = await import("../../report/logs/render-log-terminal.ts");
  const isPlain =
    options.out !== undefined || !options.color || (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  const colour = stdout.isTTY && !isPlain;
  const width = Math.min(stdout.columns ?? USUAL_WIDTH, MOST_WIDTH);
  return (report) => renderLogTerminal(report, { colour, width });
}
