import { z } from "zod";

const executionFailureSchema = z.object({
  /** The gateway's own words for what went wrong, without what differs from request to request. */
  text: z.string(),
  /** "POST /orders"; null where the lines do not say, as at the level ERROR and for WebSocket APIs. */
  route: z.string().nullable(),
  /** As the client got it; null where the line that says so was not read. */
  status: z.number().nullable(),
  requests: z.number(),
  /** Request ids to look a few of them up by. */
  examples: z.array(z.string()),
});
export type ExecutionFailure = z.infer<typeof executionFailureSchema>;

/** What the execution log of one target says of one span of time. Spans of one target never overlap. */
export const executionSliceSchema = z.object({
  target: z.string(),
  /** Half-open, epoch milliseconds. */
  startMs: z.number(),
  endMs: z.number(),
  /** At ERROR the lines of requests that went well are not written, and the route is in no line. */
  level: z.enum(["ERROR", "INFO"]),
  /** Which part of the span's time was read, evenly spread over it. Counts are of what was read, never scaled up. */
  sampledShare: z.number(),
  /** False where reading broke off; a blind spot then says why. */
  isComplete: z.boolean(),
  /** Requests of which a line was read. */
  requests: z.number(),
  events: z.number(),
  /** Events that are no line of an execution log. */
  malformed: z.number(),
  /** Most requests first. Bodies and headers, which a stage can be set to log, are never kept. */
  failures: z.array(executionFailureSchema),
});
export type ExecutionSlice = z.infer<typeof executionSliceSchema>;
