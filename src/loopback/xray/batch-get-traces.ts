import { z } from "zod";

import { MAX_TRACE_IDS, TRACE_RETENTION_MS } from "../../catalog/answer-limits.ts";
import { SECOND_MS } from "../../core/window.ts";
import type { Account, Trace } from "../../simulate/account.ts";
import { operation, type JsonObject } from "../operation.ts";
import { stableId } from "../stable-id.ts";
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

/** An id holds the second in which its first request arrived, by that service's clock. */
function findTrace(account: Account, nowMs: number, id: string): Trace | undefined {
  const secondMs = Number.parseInt(id.slice(2, 10), 16) * SECOND_MS;
  if (secondMs < nowMs - TRACE_RETENTION_MS) return undefined;
  const window = { startMs: secondMs - SECOND_MS, endMs: secondMs + 2 * SECOND_MS };
  for (const trace of account.traces(window)) if (trace.id === id) return trace;
  return undefined;
}

function toWireTrace(trace: Trace): JsonObject {
  return {
    Id: trace.id,
    Duration: toTraceFacts(trace).durationSeconds,
    LimitExceeded: false,
    Segments: trace.segments.map((segment, index) => ({
      Id: typeof segment["id"] === "string" ? segment["id"] : stableId(`${trace.id}/${index}`, 16),
      Document: JSON.stringify(segment),
    })),
  };
}
