import { API_GATEWAY_NAMESPACE, metricFact, type Measure } from "../../catalog/metrics.ts";
import type { MetricQuery } from "../../collectors/account-reader.ts";
import type { ApiKind, Target } from "../../model/target.ts";

/** A series that is read of every target in every run, and how its movement is judged. */
interface Wire {
  readonly measure: Measure;
  readonly stat: string;
  readonly role: "traffic" | "errors" | "latency";
}

const counted = (measure: Measure, role: Wire["role"]): Wire => ({ measure, stat: "Sum", role });
// Of all statistics of a latency the average alone can be added up over hours, and it feels a tail as well as a level.
const timed = (measure: Measure): Wire => ({ measure, stat: "Average", role: "latency" });

const HTTP_WIRES: readonly Wire[] = [
  counted("requests", "traffic"),
  counted("clientErrors", "errors"),
  counted("serverErrors", "errors"),
  timed("latency"),
];

/**
 * By flavour; traffic first. CloudWatch bills each series of each call, so what stands here is what a quiet target costs.
 * The order is part of the stored state: a new wire goes to the end.
 */
export const TRIPWIRE: Readonly<Record<ApiKind, readonly Wire[]>> = {
  rest: HTTP_WIRES,
  http: HTTP_WIRES,
  websocket: [
    counted("messages", "traffic"),
    counted("clientErrors", "errors"),
    counted("integrationErrors", "errors"),
    counted("executionErrors", "errors"),
    timed("integrationLatency"),
  ],
};

/** The questions for a target's tripwire, in its order. */
export function wireQueries(
  target: Pick<Target, "id" | "kind" | "dimensions">,
  span: Pick<MetricQuery, "periodSeconds" | "startMs" | "endMs">,
): MetricQuery[] {
  return TRIPWIRE[target.kind].map(({ measure, stat }) => {
    const metric = metricFact(target.kind, measure)?.metric ?? measure;
    const key = { namespace: API_GATEWAY_NAMESPACE, metric, dimensions: target.dimensions };
    return { target: target.id, route: null, key, stat, ...span };
  });
}
