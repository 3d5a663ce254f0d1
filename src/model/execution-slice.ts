import { z } from "zod";

const joinedRequestSchema = z.object({
  requestId: z.string(),
  timeMs: z.number(),
  /** "POST /orders", or a WebSocket route key. Here and below null: the access log's Format does not tell. */
  route: z.string().nullable(),
  /** As the client got it. */
  status: z.number().nullable(),
  latencyMs: z.number().nullable(),
  /** Address of the client. */
  client: z.string().nullable(),
  apiKey: z.string().nullable(),
});
/** One request that failed as its access-log line tells it. */
export type JoinedRequest = z.infer<typeof joinedRequestSchema>;

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
  /** A sample of them with what their lines in the access log say, found by request id. Left out: none was found there. */
  joined: z.array(joinedRequestSchema).optional(),
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
