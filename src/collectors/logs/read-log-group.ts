import { ToolError } from "../../core/errors.ts";
import { compileFormat } from "../../logs/layout/compile-format.ts";
import { Scanner } from "../../logs/scanner/scanner.ts";
import type { InputProblem } from "../../logs/sources/input.ts";
import type { TaskResult } from "../../logs/sources/run-tasks.ts";
import { describeLogGroup, estimateLogBytes, logGroupName } from "./describe-log-group.ts";
import { EventLines } from "./event-lines.ts";
import { filterLogEvents, type EventReading } from "./filter-log-events.ts";
import type { LogAccess, LogRequest } from "./log-request.ts";
import { planSlices } from "./plan-slices.ts";
import { readFailure } from "./read-failure.ts";
import { suggestLogGroup } from "./suggest-log-group.ts";

/**
 * Reads a log group as if its events were the lines of a file. What could not be read of it is a problem in the result.
 *
 * Errors: E_BAD_INPUT for a Format that is none; E_NOTHING_READABLE, E_ACCESS_DENIED, E_UNREACHABLE or E_CREDENTIALS
 * where nothing could be read.
 */
export async function readLogGroup(request: LogRequest, access: LogAccess): Promise<TaskResult> {
  const layout = request.format === undefined ? null : compileFormat(request.format);
  const logGroup = request.logGroup.replace(/:\*$/, "");
  // To know how much there is helps, and that is all: without the permission the log can still be read.
  const facts = await describeLogGroup(logGroup, access).catch(() => null);
  if (facts?.isInfrequentAccess === true) {
    throw new ToolError(
      "E_NOTHING_READABLE",
      `cannot read the log group ${logGroup} event by event: it is of the class Infrequent Access`,
      { hint: "Give --engine insights, which costs by what it scans." },
    );
  }
  const estimated = estimateLogBytes(facts, request.window);
  const scanner = new Scanner({ by: request.by, filter: request.filter, cells: false });
  const lines = new EventLines([scanner], layout);
  let doneBytes = 0;
  const reading = await filterLogEvents(
    {
      logGroup,
      slices: planSlices(request.window, estimated, Infinity),
      maxBytes: Infinity,
      onEvents: (events, bytes) => {
        lines.add(events);
        doneBytes += bytes;
        request.onProgress(doneBytes, Math.max(doneBytes, estimated ?? 0));
      },
    },
    access,
  );
  const [failure] = reading.failures;
  if (failure && reading.events === 0) {
    const isGone = failure.code === "NOT_FOUND";
    const hint = isGone ? await suggestLogGroup(logGroup, access) : failure.hint;
    throw readFailure(`the log group ${logGroupName(logGroup)}`, { ...failure, hint });
  }
  const { description } = lines.end();
  return {
    aggregates: scanner.finish(),
    problems: problemsOf(reading, request, logGroupName(logGroup)),
    descriptions: [description],
  };
}

function problemsOf(reading: EventReading, { window }: LogRequest, path: string): InputProblem[] {
  const percent = (100 * reading.coveredMs) / (window.endMs - window.startMs);
  const read = `${percent.toFixed(1)} % of the time was read`;
  const problems = reading.failures.map(({ code, hint }) => ({ path, message: `${read}: ${code}: ${hint}` }));
  if (reading.isCut) problems.push({ path, message: `${read}: it was interrupted` });
  if (reading.malformed > 0) {
    const message = `${reading.malformed} events did not have the documented shape and were left out`;
    problems.push({ path, message });
  }
  return problems;
}
