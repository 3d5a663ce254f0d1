import { z } from "zod";

import { MAX_TRACE_WINDOW_MS, TRACE_RETENTION_MS } from "../../catalog/answer-limits.ts";
import type { Trace } from "../../simulate/account.ts";
import { timestampMs } from "../input-schemas.ts";
import { inSpans } from "../in-spans.ts";
import { operation } from "../operation.ts";
import { decodeToken, encodeToken } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { parseFilterExpression } from "./filter-expression.ts";
import { isIndexed } from "./find-trace.ts";
import { toTraceFacts, toTraceSummary } from "./trace-summary.ts";

/** Traces looked at for one page; AWS gives no number. A page on which none matches is empty. */
const TRACES_PER_PAGE = 500;

const input = z.object({
  StartTime: timestampMs,
  EndTime: timestampMs,
  TimeRangeType: z.enum(["TraceId", "Event", "Service"]).default("TraceId"),
  Sampling: z.boolean().optional(),
  FilterExpression: z.string().max(2_000).default(""),
  NextToken: z.string().optional(),
});

/** Times are those of the trace's start whatever the range type; nothing is left out by sampling. */
export const getTraceSummaries = operation({
  service: "xray",
  name: "GetTraceSummaries",
  route: { method: "POST", path: "/TraceSummaries" },
  paging: { tokenIn: "NextToken", tokenOut: "NextToken", list: "TraceSummaries" },
  input,
  answer: ({ NextToken: token, ...question }, { account, nowMs }) => {
    const { StartTime, EndTime } = question;
    if (StartTime >= EndTime) refuse("StartTime must be before EndTime");
    if (EndTime - StartTime > MAX_TRACE_WINDOW_MS) refuse("Time range cannot be longer than 6 hours");
    const matches = parseFilterExpression(question.FilterExpression);
    const firstMs = Math.max(StartTime, nowMs - TRACE_RETENTION_MS);
    const [startMs, skip] = token === undefined ? [firstMs, 0] : (decodeToken(question, token) ?? []);
    if (startMs === undefined || skip === undefined) return refuse("Invalid NextToken");
    const traces = inSpans({ startMs, endMs: EndTime }, (span) =>
      [...account.traces(span)].filter(({ id }) => isIndexed(account, id)),
    );
    const { page, next } = takeTraces(traces, [startMs, skip]);
    const found = page.map(toTraceFacts).filter(matches);
    return {
      TraceSummaries: found.map(toTraceSummary),
      ApproximateTime: nowMs / 1_000,
      TracesProcessedCount: page.length,
      NextToken: next && encodeToken(question, next),
    };
  },
});

type Position = readonly [timeMs: number, seen: number];

/**
 * One page's worth of traces.
 *
 * Shape: a position is a time to go on from and how many traces of that very millisecond were seen.
 */
function takeTraces(
  traces: Iterable<Trace>,
  [fromMs, skip]: Position,
): { page: Trace[]; next: Position | undefined } {
  const page: Trace[] = [];
  let lastMs = -1;
  let atLastMs = 0;
  for (const trace of traces) {
    if (trace.startMs !== lastMs) atLastMs = 0;
    lastMs = trace.startMs;
    if (page.length === TRACES_PER_PAGE) return { page, next: [lastMs, atLastMs] };
    atLastMs += 1;
    if (lastMs !== fromMs || atLastMs > skip) page.push(trace);
  }
  return { page, next: undefined };
}

function refuse(message: string): never {
  throw new ServiceError("InvalidRequestException", message);
}
