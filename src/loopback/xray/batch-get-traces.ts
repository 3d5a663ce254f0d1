import { z } from "zod";

import { MAX_TRACE_IDS } from "../../catalog/answer-limits.ts";
import type { Trace } from "../../simulate/account.ts";
import { operation, type JsonObject } from "../operation.ts";
import { findTrace, toDocuments } from "./find-trace.ts";
import { toTraceFacts } from "./trace-summary.ts";

const input = z.object({
  TraceIds: z
    .array(z.string().regex(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/))
    .min(1)
    .max(MAX_TRACE_IDS),
  NextToken: z.string().optional(),
});

/** Traces that are not there come back as ids that were not processed; all others on one page. */
export const batchGetTraces = operation({
  service: "xray",
  name: "BatchGetTraces",
  route: { method: "POST", path: "/Traces" },
  input,
  answer: ({ TraceIds: ids }, { account, nowMs }) => {
    const found = ids.map((id) => findTrace(account, nowMs, id));
    return {
      Traces: found.filter((trace) => trace !== undefined).map(toWireTrace),
      UnprocessedTraceIds: ids.filter((_id, index) => found[index] === undefined),
    };
  },
});

function toWireTrace(trace: Trace): JsonObject {
  return {
    Id: trace.id,
    Duration: toTraceFacts(trace).durationSeconds,
    LimitExceeded: false,
    Segments: toDocuments(trace),
  };
}
