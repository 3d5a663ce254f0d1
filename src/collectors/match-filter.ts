import picomatch from "picomatch";

import type { TargetFilter } from "./account-reader.ts";

/**
 * True where the filter's API pattern is one of the names, or matches one as a glob. A star crosses slashes, since
 * API names may hold any character; null names never match.
 */
export function matchesApi(filter: TargetFilter, ...names: readonly (string | null)[]): boolean {
  return filter.api === null || names.some((name) => name !== null && matches(filter.api ?? "*", name));
}

export function matchesStage(filter: TargetFilter, stage: string): boolean {
  return filter.stage === null || matches(filter.stage, stage);
}

function matches(pattern: string, name: string): boolean {
  return pattern === name || picomatch.isMatch(name, pattern, { bash: true, dot: true });
}
