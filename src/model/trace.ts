import { z } from "zod";

/**
 * One piece of work of a request: an X-Ray segment or subsegment, without what nobody here asks for. Of texts that can hold
 * personal data (addresses, user agents, queries, annotations, metadata) none is kept.
 *
 * Times are epoch milliseconds, with fractions. What does not apply is left out.
 */
export const traceSpanSchema = z.object({
  id: z.string(),
  /** Left out: none is named. The named one may be missing from the trace. */
  parentId: z.string().optional(),
  /** The document that it came in: spans of one document have one clock. */
  documentId: z.string(),
  name: z.string(),
  /** "AWS::ApiGateway::Stage", "AWS::Lambda::Function"; of a document's outermost span alone. */
  origin: z.string().optional(),
  /** "aws": a call of an AWS service; "remote": of anything else. */
  namespace: z.string().optional(),
  startMs: z.number(),
  /** Left out: it had not ended when the document was sent. */
  endMs: z.number().optional(),
  /** Made by X-Ray from the caller's subsegment, since the service called sends none. */
  isInferred: z.literal(true).optional(),
  isFault: z.literal(true).optional(),
  isError: z.literal(true).optional(),
  isThrottle: z.literal(true).optional(),
  /** HTTP status of the answer. */
  status: z.number().optional(),
  method: z.string().optional(),
  /** Without query. */
  path: z.string().optional(),
  /** Of an AWS service's API: "GetItem". */
  operation: z.string().optional(),
  /** What the call is about: a table, a queue, a function. */
  resource: z.string().optional(),
  /** Of the service that did the work: API Gateway's, Lambda's. */
  requestId: z.string().optional(),
  /** Id of the REST API, of a gateway's span. */
  apiId: z.string().optional(),
  /** Attempts after the first that the SDK made within the call. */
  retries: z.number().optional(),
  /** The first exception, "Type: message". */
  cause: z.string().optional(),
});
export type TraceSpan = z.infer<typeof traceSpanSchema>;

const traceSchema = z.object({
  id: z.string(),
  /** Why it was retrieved: for an even sample of the window, or because it is slow or faulty: those are in no average. */
  pick: z.enum(["sample", "slow", "faulty"]),
  /** Start of its first span. */
  startMs: z.number(),
  /** True: larger than X-Ray keeps, so that spans are missing. */
  isCut: z.boolean(),
  /** Whether the stage's canary served it; left out: it has none, or nobody can tell. */
  isCanary: z.boolean().optional(),
  /** Documents and subsegments that could not be read. */
  malformed: z.number(),
  spans: z.array(traceSpanSchema),
});
export type Trace = z.infer<typeof traceSchema>;

/** What traces say of one target in one span of time. */
export const traceSliceSchema = z.object({
  target: z.string(),
  /** Half-open, epoch milliseconds. */
  startMs: z.number(),
  endMs: z.number(),
  /** Traces of the target that were seen in summaries; of more than these nothing is known. */
  found: z.number(),
  /** Which part of the span's time was looked at, evenly spread over it: 1 is all of it. */
  sampledShare: z.number(),
  /** False where reading broke off; a blind spot then says why. */
  isComplete: z.boolean(),
  traces: z.array(traceSchema),
});
export type TraceSlice = z.infer<typeof traceSliceSchema>;
