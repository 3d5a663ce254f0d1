import type { JsonObject, Paging } from "./operation.ts";

/** Stands before the token of the page that follows an empty one. */
const MARK = "empty~";

/** An input whose token came from an empty page, as it would have been without that page. */
export function withoutMark(
  input: JsonObject,
  { tokenIn }: Paging,
): { input: JsonObject; wasMarked: boolean } {
  const token = input[tokenIn];
  if (typeof token !== "string" || !token.startsWith(MARK)) return { input, wasMarked: false };
  const { [tokenIn]: _marked, ...rest } = input;
  const original = token.slice(MARK.length);
  return { input: original === "" ? rest : { ...rest, [tokenIn]: original }, wasMarked: true };
}

/** The page that has nothing but a token, which leads to the page that was asked for. */
export function toEmptyPage(input: JsonObject, answer: JsonObject, paging: Paging): JsonObject {
  const token = input[paging.tokenIn];
  return {
    ...answer,
    [paging.list]: [],
    [paging.tokenOut]: `${MARK}${typeof token === "string" ? token : ""}`,
  };
}

/** GetMetricData's answer with the second half of every series gone, and no token to get it with. */
export function toPartialData(answer: JsonObject): JsonObject {
  const results: readonly unknown[] = Array.isArray(answer["MetricDataResults"])
    ? answer["MetricDataResults"]
    : [];
  return { ...answer, MetricDataResults: results.map(toHalf), NextToken: undefined };
}

function toHalf(result: unknown): unknown {
  if (typeof result !== "object" || result === null) return result;
  if (!("Timestamps" in result && "Values" in result)) return result;
  const { Timestamps, Values } = result;
  if (!Array.isArray(Timestamps) || !Array.isArray(Values)) return result;
  const half = Math.floor(Values.length / 2);
  return {
    ...result,
    Timestamps: Timestamps.slice(0, half),
    Values: Values.slice(0, half),
    StatusCode: "PartialData",
  };
}
