import { z } from "zod";

/** The parts of a request's time that access logs can tell, in the order in which a request meets them. */
export const LOG_PHASES = [
  "latency",
  "integrationLatency",
  "overhead",
  "wafLatency",
  "authenticateLatency",
  "authorizerLatency",
  "authorizeLatency",
] as const;
export type LogPhase = (typeof LOG_PHASES)[number];

/** What the most frequent texts are counted by. */
export const LOG_TOP_DIMENSIONS = ["client", "apiKey", "userAgent", "message"] as const;
export type LogTopDimension = (typeof LOG_TOP_DIMENSIONS)[number];

const logCountSchema = z.object({
  /** Start of a minute; epoch milliseconds. */
  minuteMs: z.number(),
  /** "POST /orders", or a WebSocket route key; null where the lines name none. */
  route: z.string().nullable(),
  /** As the client got it; null where the lines have none. */
  status: z.number().nullable(),
  /** The gateway's response type (THROTTLED, ...); null: the gateway did not answer itself, or the Format does not tell. */
  responseType: z.string().nullable(),
  deploymentId: z.string().nullable(),
  isCanary: z.boolean().nullable(),
  requests: z.number(),
});
export type LogCount = z.infer<typeof logCountSchema>;

const logLatencySchema = z.object({
  /** Null: all routes together. */
  route: z.string().nullable(),
  phase: z.enum(LOG_PHASES),
  /** Requests that logged it. */
  count: z.number(),
  /** Milliseconds. */
  meanMs: z.number(),
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  /** Bucket and count in turn (core/histogram.ts), buckets ascending; null where an engine gives percentiles alone. */
  buckets: z.array(z.number()).nullable(),
});
export type LogLatency = z.infer<typeof logLatencySchema>;

const logTopSchema = z.object({
  dimension: z.enum(LOG_TOP_DIMENSIONS),
  text: z.string(),
  /** At most `error` too high. */
  requests: z.number(),
  error: z.number(),
  errors4xx: z.number(),
  errors5xx: z.number(),
  throttled: z.number(),
});
export type LogTop = z.infer<typeof logTopSchema>;

/** What the access log of one target says of one span of time. Spans of one target may touch, and never overlap. */
export const logSliceSchema = z.object({
  target: z.string(),
  /** Half-open, epoch milliseconds. */
  startMs: z.number(),
  endMs: z.number(),
  engine: z.enum(["local", "insights", "athena"]),
  /**
   * Which part of the span's time was read, evenly spread over it: 1 is all of it. Counts are of what was read, never
   * scaled up.
   */
  sampledShare: z.number(),
  /** False where reading broke off; a blind spot then says why. */
  isComplete: z.boolean(),
  /** What the lines carry, as catalog/log-fields.ts names it: a question about another field has no answer here. */
  fields: z.array(z.string()),
  requests: z.number(),
  unparsed: z.number(),
  bytes: z.number(),
  counts: z.array(logCountSchema),
  latencies: z.array(logLatencySchema),
  /** Most frequent first within each dimension. */
  top: z.array(logTopSchema),
  /** The slowest requests, to look them up by. */
  slowest: z.array(
    z.object({
      latencyMs: z.number(),
      timeMs: z.number().nullable(),
      status: z.number().nullable(),
      route: z.string().nullable(),
      requestId: z.string().nullable(),
      integrationRequestId: z.string().nullable(),
    }),
  ),
});
export type LogSlice = z.infer<typeof logSliceSchema>;
