import { z } from "zod";

import type { TraceSpan } from "./trace.ts";

/** What one segment document gives. */
export interface TraceSpans {
  /** The segment, then its subsegments at any depth. */
  readonly spans: readonly TraceSpan[];
  /** Parts that are no segments, or lie deeper than anything that is written by tracing libraries. */
  readonly malformed: number;
}

/** X-Ray takes documents of 64 KB: real nesting is far below, and code that walks a tree must not run out of stack. */
const MOST_DEPTH = 200;
const MOST_CAUSE = 200;

const text = z.string().min(1).optional().catch(undefined);
const flag = z.literal(true).optional().catch(undefined);
const whole = z.number().optional().catch(undefined);

/** Only what makes it a segment must be right; a detail of another type than documented is a detail less. */
const segmentSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  start_time: z.number().positive(),
  end_time: z.number().positive().optional(),
  in_progress: flag,
  parent_id: text,
  origin: text,
  namespace: text,
  inferred: flag,
  fault: flag,
  error: flag,
  throttle: flag,
  http: z
    .object({
      request: z.object({ method: text, url: text }).optional().catch(undefined),
      response: z.object({ status: whole }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  aws: z
    .object({
      operation: text,
      request_id: text,
      retries: whole,
      table_name: text,
      queue_url: text,
      topic_arn: text,
      bucket_name: text,
      function_name: text,
      resource_names: z.array(z.string()).optional().catch(undefined),
      api_gateway: z.object({ request_id: text, rest_api_id: text }).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  cause: z
    .object({
      exceptions: z
        .array(z.object({ type: text, message: text }))
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  subsegments: z.array(z.unknown()).default([]),
});
type Segment = z.infer<typeof segmentSchema>;

/**
 * The spans of one segment document, flat. Does not throw.
 *
 * Shape: start and end of what X-Ray writes in seconds become milliseconds; a subsegment's parent is what it lies in.
 *
 * Source: X-Ray Developer Guide, "AWS X-Ray segment documents"; API Gateway Developer Guide, "Understanding AWS X-Ray traces".
 */
export function toTraceSpans(document: unknown): TraceSpans {
  const spans: TraceSpan[] = [];
  let malformed = 0;
  const waiting = [{ part: document, parentId: undefined as string | undefined, depth: 0 }];
  let documentId = "";
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const parsed = segmentSchema.safeParse(next.part);
    if (!parsed.success || next.depth > MOST_DEPTH) {
      malformed += 1;
      continue;
    }
    const segment = parsed.data;
    if (next.depth === 0) documentId = segment.id;
    spans.push(toSpan(segment, next.parentId ?? segment.parent_id, documentId));
    for (const part of segment.subsegments) {
      waiting.push({ part, parentId: segment.id, depth: next.depth + 1 });
    }
  }
  return { spans, malformed };
}

/** As {@link toTraceSpans}, of a document as the service sends it. Text that is no JSON is one malformed part. */
export function parseSegmentDocument(document: string): TraceSpans {
  try {
    return toTraceSpans(JSON.parse(document));
  } catch {
    return { spans: [], malformed: 1 };
  }
}

function toSpan(segment: Segment, parentId: string | undefined, documentId: string): TraceSpan {
  const { http, aws } = segment;
  const isOpen = segment.in_progress === true || segment.end_time === undefined;
  const span: TraceSpan = {
    id: segment.id,
    parentId,
    documentId,
    name: segment.name,
    origin: segment.origin,
    namespace: segment.namespace,
    startMs: segment.start_time * 1_000,
    endMs: isOpen ? undefined : (segment.end_time ?? 0) * 1_000,
    isInferred: segment.inferred,
    isFault: segment.fault,
    isError: segment.error,
    isThrottle: segment.throttle,
    status: http?.response?.status,
    method: http?.request?.method,
    path: pathOf(http?.request?.url),
    operation: aws?.operation,
    resource: resourceOf(aws),
    requestId: aws?.api_gateway?.request_id ?? aws?.request_id,
    apiId: aws?.api_gateway?.rest_api_id,
    retries: aws?.retries,
    cause: causeOf(segment.cause),
  };
  // Absent rather than undefined: a recording holds thousands of them.
  for (const [name, value] of Object.entries(span))
    if (value === undefined) Reflect.deleteProperty(span, name);
  return span;
}

/** An URL as tracing libraries write it is not always one; its query may hold anything. */
function pathOf(url: string | undefined): string | undefined {
  const found = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(url ?? "")?.[1];
  return found === undefined || found === "" ? undefined : found;
}

function resourceOf(aws: Segment["aws"]): string | undefined {
  const named = aws?.table_name ?? aws?.bucket_name ?? aws?.function_name ?? aws?.queue_url ?? aws?.topic_arn;
  const resource = named ?? aws?.resource_names?.[0];
  // Of a queue's URL and a topic's ARN the name is what people know.
  return resource?.split(/[/:](?=[^/:]+$)/).at(-1);
}

function causeOf(cause: Segment["cause"]): string | undefined {
  const [first] = cause?.exceptions ?? [];
  const said = [first?.type, first?.message].filter((part) => part !== undefined).join(": ");
  return said === "" ? undefined : said.replace(/\s+/g, " ").slice(0, MOST_CAUSE);
}
