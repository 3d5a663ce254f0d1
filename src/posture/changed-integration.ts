import type { EstateIntegration } from "../model/estate.ts";

/**
 * What differs between what a route calls and what it calls where it is deployed: the member, and both values; null where nothing does.
 *
 * Only what both tell is compared. A function counts by its name and version or alias, since the two flavours write its address
 * in different ways; an address with a stage variable is not compared, since one side may have the variable's value.
 */
export function changedIntegration(
  working: EstateIntegration,
  deployed: EstateIntegration,
): { readonly member: string; readonly working: string; readonly deployed: string } | null {
  const kinds = [working.kind, deployed.kind] as const;
  if (!kinds.includes("unknown") && kinds[0] !== kinds[1])
    return { member: "type", working: kinds[0], deployed: kinds[1] };
  const uris = [working.uri, deployed.uri] as const;
  if (uris[0] && uris[1] && !uris.some((uri) => uri?.includes("stageVariables"))) {
    const [now, then] = [calledBy(uris[0]), calledBy(uris[1])];
    if (now !== then) return { member: "uri", working: now, deployed: then };
  }
  const timeouts = [working.timeoutMs, deployed.timeoutMs] as const;
  return typeof timeouts[0] === "number" && typeof timeouts[1] === "number" && timeouts[0] !== timeouts[1]
    ? { member: "timeoutInMillis", working: String(timeouts[0]), deployed: String(timeouts[1]) }
    : null;
}

function calledBy(uri: string): string {
  return /:function:([A-Za-z0-9_-]+(?::[A-Za-z0-9_$-]+)?)/.exec(uri)?.[1] ?? uri;
}
