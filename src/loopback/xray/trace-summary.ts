import { recordOf } from "../../core/is-record.ts";
import type { Trace } from "../../simulate/account.ts";
import type { JsonObject } from "../operation.ts";

/**
 * What GetTraceSummaries says of a trace, read from its segment documents: the root is the segment without a
 * parent (else the earliest); fault and error are the root's, throttle is any segment's; times are seconds.
 *
 * Source: X-Ray API Reference, TraceSummary; X-Ray Developer Guide, "Segment documents".
 */
export interface TraceFacts {
  readonly id: string;
  readonly startMs: number;
  /** First start to last end. */
  readonly durationSeconds: number;
  /** Of the root. */
  readonly responseSeconds: number;
  readonly hasFault: boolean;
  readonly hasError: boolean;
  readonly hasThrottle: boolean;
  readonly isPartial: boolean;
  readonly services: readonly Service[];
  /** Of the root. */
  readonly annotations: JsonObject;
  readonly root: JsonObject;
}

interface Service {
  readonly name: string;
  /** AWS::ApiGateway::Stage, AWS::Lambda::Function ... */
  readonly type: string | undefined;
}

function serviceOf(segment: JsonObject): Service {
  return { name: textOf(segment, "name") ?? "", type: textOf(segment, "origin") };
}

function toServiceId({ name, type }: Service): JsonObject {
  return { Name: name, Names: [name], Type: type };
}

export function toTraceFacts({ id, startMs, segments }: Trace): TraceFacts {
  const starts = segments.map(startOf);
  const ends = segments.map((segment) => numberOf(segment, "end_time") ?? startOf(segment));
  const earliest = segments[starts.indexOf(Math.min(...starts))];
  const root = segments.find((segment) => segment["parent_id"] === undefined) ?? earliest ?? {};
  return {
    id,
    startMs,
    durationSeconds: segments.length === 0 ? 0 : rounded(Math.max(...ends) - Math.min(...starts)),
    responseSeconds: rounded((numberOf(root, "end_time") ?? startOf(root)) - startOf(root)),
    hasFault: root["fault"] === true,
    hasError: root["error"] === true,
    hasThrottle: segments.some((segment) => segment["throttle"] === true),
    isPartial: segments.some((segment) => segment["in_progress"] === true),
    services: segments.map(serviceOf),
    annotations: recordOf(root["annotations"]),
    root,
  };
}

/** As it goes over the wire. */
export function toTraceSummary(facts: TraceFacts): JsonObject {
  const { id, startMs, root, services } = facts;
  const http = recordOf(root["http"]);
  const request = recordOf(http["request"]);
  const status = recordOf(http["response"])["status"];
  const arn = textOf(root, "resource_arn");
  const entryPoint = toServiceId(serviceOf(root));
  return {
    Id: id,
    StartTime: startMs / 1_000,
    Duration: facts.durationSeconds,
    ResponseTime: facts.responseSeconds,
    HasFault: facts.hasFault,
    HasError: facts.hasError,
    HasThrottle: facts.hasThrottle,
    IsPartial: facts.isPartial,
    Http: {
      HttpURL: textOf(request, "url"),
      HttpStatus: typeof status === "number" ? status : undefined,
      HttpMethod: textOf(request, "method"),
      UserAgent: textOf(request, "user_agent"),
      ClientIp: textOf(request, "client_ip"),
    },
    Annotations: Object.fromEntries(
      Object.entries(facts.annotations).map(([name, value]) => [
        name,
        [{ AnnotationValue: annotationValue(value), ServiceIds: [entryPoint] }],
      ]),
    ),
    Users: [],
    ServiceIds: services.map(toServiceId),
    EntryPoint: entryPoint,
    ResourceARNs: arn === undefined ? [] : [{ ARN: arn }],
    Revision: 1,
  };
}

/** API Gateway's clocks have milliseconds; a difference of seconds would show the binary fraction behind them. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function startOf(segment: JsonObject): number {
  return numberOf(segment, "start_time") ?? 0;
}

function numberOf(record: JsonObject, name: string): number | undefined {
  const value = record[name];
  return typeof value === "number" ? value : undefined;
}

function textOf(record: JsonObject, name: string): string | undefined {
  const value = record[name];
  return typeof value === "string" ? value : undefined;
}

function annotationValue(value: unknown): JsonObject {
  if (typeof value === "number") return { NumberValue: value };
  return typeof value === "boolean" ? { BooleanValue: value } : { StringValue: String(value) };
}
