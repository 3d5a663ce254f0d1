import { SECOND_MS } from "../core/window.ts";
import type { Trace, TraceSpan } from "../model/trace.ts";
import type { JsonObject } from "./operation.ts";

/**
 * The segment documents that spans were read from, as far as they are kept: what toTraceSpans makes of them are the same spans
 * again. A span of which the document or what it lies in is missing becomes a document of its own.
 */
export function toSegments({ id: traceId, spans }: Trace): JsonObject[] {
  const known = new Map(spans.map((span) => [span.id, span]));
  const isInside = ({ id, documentId, parentId }: TraceSpan): boolean =>
    id !== documentId && parentId !== undefined && known.get(parentId)?.documentId === documentId;
  const partsOf = new Map<string, TraceSpan[]>();
  for (const span of spans) {
    const parent = span.parentId ?? "";
    if (isInside(span)) partsOf.set(parent, [...(partsOf.get(parent) ?? []), span]);
  }
  const toSegment = (span: TraceSpan): JsonObject => {
    const parts = (partsOf.get(span.id) ?? []).map(toSegment);
    const segment = { ...fieldsOf(span), ...(parts.length > 0 ? { subsegments: parts } : {}) };
    if (isInside(span)) return segment;
    return { ...segment, trace_id: traceId, parent_id: span.parentId };
  };
  return spans.filter((span) => !isInside(span)).map(toSegment);
}

function fieldsOf(span: TraceSpan): JsonObject {
  const isStage = span.origin === "AWS::ApiGateway::Stage";
  const { status, method, path } = span;
  const gateway = { rest_api_id: span.apiId, request_id: span.requestId };
  const aws = {
    operation: span.operation,
    retries: span.retries,
    resource_names: span.resource === undefined ? undefined : [span.resource],
    ...(isStage ? { api_gateway: gateway } : { request_id: span.requestId }),
  };
  return {
    id: span.id,
    name: span.name,
    origin: span.origin,
    namespace: span.namespace,
    start_time: span.startMs / SECOND_MS,
    ...(span.endMs === undefined ? { in_progress: true } : { end_time: span.endMs / SECOND_MS }),
    inferred: span.isInferred,
    fault: span.isFault,
    error: span.isError,
    throttle: span.isThrottle,
    http: { request: { method, url: path }, response: { status } },
    aws,
    ...(span.cause === undefined ? {} : { cause: { exceptions: [{ message: span.cause }] } }),
  };
}
