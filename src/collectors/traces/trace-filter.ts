import type { Target } from "../../model/target.ts";
import { functionsBehind, isPlain } from "./functions-behind.ts";
import type { TraceSearch } from "./trace-source.ts";

/**
 * Filter expressions that find the traces of a target, the likelier one first: by the name of the stage's service, and by the
 * annotations that API Gateway writes. Names with signs of the language's own are only found by the second.
 *
 * Source: X-Ray Developer Guide, "Use filter expressions"; API Gateway Developer Guide, "Understanding AWS X-Ray traces".
 */
export function traceFilters(target: Target, which: TraceSearch["which"]): string[] {
  const and =
    which === "all"
      ? ""
      : which === "faulty"
        ? " AND fault"
        : ` AND responsetime > ${(which.longerThanMs / 1_000).toFixed(3)}`;
  return placesOf(target).map((place) => `${place}${and}`);
}

function placesOf(target: Target): string[] {
  const { kind, apiName, apiId, stage } = target;
  if (kind === "rest") {
    const byName = isPlain(`${apiName}/${stage}`) && apiName !== null;
    return [
      ...(byName ? [`service(id(name: "${apiName}/${stage}", type: "AWS::ApiGateway::Stage"))`] : []),
      ...(apiId === null
        ? []
        : [`annotation[aws:api_id] = "${apiId}" AND annotation[aws:api_stage] = "${stage}"`]),
    ];
  }
  const named = functionsBehind(target).map(
    (name) => `service(id(name: "${name}", type: "AWS::Lambda::Function"))`,
  );
  return named.length === 0 ? [] : [named.length === 1 ? (named[0] ?? "") : `(${named.join(" OR ")})`];
}
