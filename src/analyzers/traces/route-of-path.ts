import type { Target } from "../../model/target.ts";
import type { TraceSpan } from "../../model/trace.ts";

/**
 * The route that a request matched, by the method and path of the gateway's span: spans name no route themselves. Null where the
 * routes are not known or none matches.
 *
 * Behind a domain name of the owner's the path begins with a base path instead of the stage: the stage is taken off where it is
 * there, and what does not match from its beginning may match from its second part.
 */
export function routeOfPath({ method, path }: TraceSpan, target: Target): string | null {
  if (method === undefined || path === undefined) return null;
  const parts = path.split("/").filter((part) => part !== "");
  const inside = parts[0] === target.stage ? parts.slice(1) : parts;
  const keys = (target.configuration?.routes ?? []).map(({ key }) => key);
  return (
    bestMatch(keys, method, inside) ?? (inside.length > 1 ? bestMatch(keys, method, inside.slice(1)) : null)
  );
}

function bestMatch(keys: readonly string[], method: string, parts: readonly string[]): string | null {
  const fitting = keys
    .map((key) => ({ key, score: scoreOf(key, method, parts) }))
    .filter(({ score }) => score >= 0);
  return fitting.sort((left, right) => right.score - left.score)[0]?.key ?? null;
}

/** How much of it is literal; -1 where it does not match. */
function scoreOf(key: string, method: string, parts: readonly string[]): number {
  const [verb = "", template = ""] = key.split(" ");
  if (verb !== method && verb !== "ANY") return -1;
  const wanted = template.split("/").filter((part) => part !== "");
  let score = verb === method ? 1 : 0;
  for (const [index, want] of wanted.entries()) {
    if (/^\{.+\+\}$/.test(want)) return index < parts.length ? score : -1;
    const part = parts[index];
    if (part === undefined) return -1;
    if (/^\{.+\}$/.test(want)) score += 10;
    else if (want === part) score += 100;
    else return -1;
  }
  return wanted.length === parts.length ? score : -1;
}
