import type { Window } from "../../core/window.ts";
import type { Target } from "../../model/target.ts";
import { qlLiteralPattern } from "../logs/insights/ql-text.ts";
import { functionsBehind, isPlain } from "./functions-behind.ts";
import type { TraceSearch } from "./trace-source.ts";

/** The columns of an answer. */
export const SPAN_COLUMNS = { traceId: "traceId", nanos: "longest" } as const;

/**
 * A query of Logs Insights for the traces in which a target's requests are, by the spans that name it; null where it has no name.
 *
 * How a span spells the service that it is of hangs on what sent it, so a whole text of its JSON is looked for: the
 * stage's service, or the end of its ARN; of other APIs a function's name. What is found is looked at again as a trace.
 */
export function spanQuery(
  { target, which, enough }: Pick<TraceSearch, "target" | "which" | "enough">,
  { startMs, endMs }: Window,
): string | null {
  const texts = textsOf(target);
  if (texts.length === 0) return null;
  return [
    `filter toMillis(@timestamp) >= ${startMs} and toMillis(@timestamp) < ${endMs}`,
    `filter @message like /${texts.map((text) => `${qlLiteralPattern(text)}"`).join("|")}/`,
    ...(which === "all"
      ? []
      : which === "faulty"
        ? ['filter attributes.http.response.status_code >= 500 or status.code = "ERROR"']
        : [`filter durationNano > ${Math.round(which.longerThanMs * 1e6)}`]),
    `stats max(durationNano) as ${SPAN_COLUMNS.nanos} by ${SPAN_COLUMNS.traceId}`,
    `limit ${enough}`,
  ].join("\n| ");
}

/** Each with what stands before it, so that "orders/prod" is not found in "old-orders/prod". */
function textsOf(target: Target): string[] {
  const { kind, apiName, apiId, stage } = target;
  if (kind !== "rest") return functionsBehind(target).flatMap((name) => [`"${name}`, `:function:${name}`]);
  return [
    ...(apiName === null || !isPlain(apiName) ? [] : [`"${apiName}/${stage}`]),
    ...(apiId === null ? [] : [`/restapis/${apiId}/stages/${stage}`]),
  ];
}
