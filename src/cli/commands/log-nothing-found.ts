import { ToolError } from "../../core/errors.ts";
import type { LogReport } from "../../model/log-report.ts";
import type { LogsSource } from "../logs-source/choose-source.ts";

const MOST_DETAILS = 8;

/** Logs that hold no request at all are more likely the wrong ones than a quiet day. */
export function nothingFound(report: LogReport, { kind }: LogsSource): ToolError {
  const { tooLongLines } = report.limits;
  const isEmpty = report.unparsed === 0;
  const [empty, next] = whyEmpty(report, kind);
  const unread =
    "Give the stage's access-log Format with --log-format where its keys or its shape are unusual.";
  return new ToolError(
    "E_NOTHING_READABLE",
    isEmpty ? empty : `no access-log line is among the ${report.unparsed} that were read`,
    {
      details: [
        ...report.problems.slice(0, MOST_DETAILS).map(({ path, message }) => `${path}: ${message}`),
        ...(tooLongLines > 0 ? [`lines longer than any log entry can be: ${tooLongLines}`] : []),
        ...report.unparsedSamples.map((sample) => `unread: ${sample.slice(0, 100)}`),
      ],
      hint: isEmpty ? next : unread,
    },
  );
}

/** What happened, and what to do about it. */
function whyEmpty({ problems }: LogReport, kind: LogsSource["kind"]): [string, string] {
  if (problems.length > 0) return ["no log could be read", "See that the log is whole and may be read."];
  return kind === "files"
    ? ["the log is empty", "Check what was meant to be in it: not one line was read."]
    : ["the log holds nothing in the window", "Look further back with --since, or check the region."];
}
