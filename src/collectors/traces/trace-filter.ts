import type { Target } from "../../model/target.ts";
import type { TraceSearch } from "./trace-source.ts";

/** Functions that are asked for in one expression; X-Ray takes 2,000 characters. */
const MOST_FUNCTIONS = 10;

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

function placesOf({ kind, apiName, apiId, stage, configuration }: Target): string[] {
  if (kind === "rest") {
    const byName = isPlain(`${apiName}/${stage}`) && apiName !== null;
    return [
      ...(byName ? [`service(id(name: "${apiName}/${stage}", type: "AWS::ApiGateway::Stage"))`] : []),
      ...(apiId === null
        ? []
        : [`annotation[aws:api_id] = "${apiId}" AND annotation[aws:api_stage] = "${stage}"`]),
    ];
  }
  const functions = (configuration?.routes ?? []).flatMap(({ integration, integrationTarget }) =>
    integration.startsWith("lambda") && integrationTarget !== null && isPlain(integrationTarget)
      ? [integrationTarget]
      : [],
  );
  const named = [...new Set(functions)]
    .slice(0, MOST_FUNCTIONS)
    .map((name) => `service(id(name: "${name}", type: "AWS::Lambda::Function"))`);
  return named.length === 0 ? [] : [named.length === 1 ? (named[0] ?? "") : `(${named.join(" OR ")})`];
}

/** What needs no escape within a quoted text, of which the documentation says nothing. */
function isPlain(name: string): boolean {
  return /^[\x20-\x7e]+$/.test(name) && !/["\\]/.test(name);
}
