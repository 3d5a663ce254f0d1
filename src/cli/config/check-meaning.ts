import { errorMessage } from "../../core/errors.ts";
import { parseDurationMs } from "../../core/window.ts";
import type { Config } from "../../model/config.ts";

export interface Meaningless {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/** What the schema lets pass and nothing can be done with: lengths of time that are none, patterns that match nothing. */
export function checkMeaning(config: Config): Meaningless[] {
  const found: Meaningless[] = [];
  for (const name of ["since", "baseline"] as const) {
    const text = config[name];
    const problem = text === undefined ? undefined : problemOf(() => parseDurationMs(text));
    if (problem !== undefined) found.push({ path: [name], text: `${problem}, for example "90m" or "14d"` });
  }
  const pattern = (path: readonly PropertyKey[], text: string | undefined): void => {
    if (text === "") found.push({ path, text: 'an empty pattern matches nothing; "*" matches all' });
  };
  pattern(["include", "api"], config.include?.api);
  pattern(["include", "stage"], config.include?.stage);
  for (const [apiIndex, api] of (config.apis ?? []).entries()) {
    pattern(["apis", apiIndex, "api"], api.api);
    for (const [stageIndex, stage] of (api.stages ?? []).entries()) {
      const path = ["apis", apiIndex, "stages", stageIndex];
      pattern([...path, "stage"], stage.stage);
      for (const [routeIndex, route] of (stage.routes ?? []).entries()) {
        pattern([...path, "routes", routeIndex, "route"], route.route);
      }
    }
  }
  return found;
}

function problemOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return errorMessage(error);
  }
}
