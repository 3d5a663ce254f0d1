import { z } from "zod";

import { MAX_TRACE_WINDOW_MS, TRACE_RETENTION_MS } from "../../catalog/answer-limits.ts";
import type { Trace } from "../../simulate/account.ts";
import { timestampMs } from "../input-schemas.ts";
import { operation } from "../operation.ts";
import { decodeToken, encodeToken } from "../page-token.ts";
import { ServiceError } from "../service-error.ts";
import { parseFilterExpression } from "./filter-expression.ts";
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
    const start = token === undefined ? 0 : decodeToken(question, token)?.[0];
    if (start === undefined) return refuse("Invalid NextToken");
    const window = { startMs: Math.max(StartTime, nowMs - TRACE_RETENTION_MS), endMs: EndTime };
    const { page, hasMore } = slice(account.traces(window), start, TRACES_PER_PAGE);
    const found = page.map(toTraceFacts).filter(matches);
    return {
      TraceSummaries: found.map(toTraceSummary),
      ApproximateTime: nowMs / 1_000,
      TracesProcessedCount: page.length,
      NextToken: hasMore ? encodeToken(question, [start + TRACES_PER_PAGE]) : undefined,
    };
  },
});

function slice(traces: Iterable<Trace>, start: number, size: number): { page: Trace[]; hasMore: boolean } {
  const page: Trace[] = [];
  let index = 0;
  for (const trace of traces) {
    if (page.length === size) return { page, hasMore: true };
    if (index >= start) page.push(trace);
    index += 1;
  }
  return { page, hasMore: false };
}

function refuse(message: string): never {
  throw new ServiceError("InvalidRequestException", message);
}
