import { nearestName } from "../../core/did-you-mean.ts";
import { errorMessage } from "../../core/errors.ts";
import { dayOfDate } from "../../core/season.ts";
import { parseDurationMs } from "../../core/window.ts";
import type { Config, Settings } from "../config.ts";
import { checkAgent } from "./check-agent.ts";

export interface Meaningless {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

type Path = readonly PropertyKey[];

/**
 * What the schema lets pass and nothing can be done with: lengths of time that are none, places and days that do not
 * exist, patterns that match nothing, analyzers and lint rules that do not exist.
 *
 * @param lintRuleIds left out: rules are not checked.
 */
export function checkMeaning(
  config: Config,
  analyzerIds: readonly string[],
  lintRuleIds?: readonly string[],
): Meaningless[] {
  const found: Meaningless[] = [];
  const settings = (path: Path, own: Settings | undefined): void => {
    found.push(...checkAnalyzers([...path, "settings"], own, analyzerIds));
  };
  found.push(...checkAnalyzers(["defaults"], config.defaults, analyzerIds));
  for (const name of ["since", "baseline"] as const) {
    const text = config[name];
    const problem = text === undefined ? undefined : problemOf(() => parseDurationMs(text));
    if (problem !== undefined) found.push({ path: [name], text: `${problem}, for example "90m" or "14d"` });
  }
  found.push(...checkTimeZone(config.timeZone), ...checkDates(config.holidays ?? []));
  const pattern = (path: Path, text: string | undefined): void => {
    if (text === "") found.push({ path, text: 'an empty pattern matches nothing; "*" matches all' });
  };
  pattern(["include", "api"], config.include?.api);
  pattern(["include", "stage"], config.include?.stage);
  for (const [apiIndex, api] of (config.apis ?? []).entries()) {
    pattern(["apis", apiIndex, "api"], api.api);
    settings(["apis", apiIndex], api.settings);
    for (const [stageIndex, stage] of (api.stages ?? []).entries()) {
      const path = ["apis", apiIndex, "stages", stageIndex];
      pattern([...path, "stage"], stage.stage);
      settings(path, stage.settings);
      for (const [routeIndex, route] of (stage.routes ?? []).entries()) {
        pattern([...path, "routes", routeIndex, "route"], route.route);
        settings([...path, "routes", routeIndex], route.settings);
      }
    }
  }
  for (const [index, snooze] of (config.alarms?.lint?.snooze ?? []).entries()) {
    const path = ["alarms", "lint", "snooze", index];
    pattern([...path, "alarm"], snooze.alarm);
    found.push(...checkSnooze(path, snooze, lintRuleIds));
  }
  found.push(...checkAgent(config.agent, analyzerIds));
  return found;
}

function checkSnooze(
  path: Path,
  { rule, until }: { readonly rule: string; readonly until: string },
  ids: readonly string[] | undefined,
): Meaningless[] {
  const found: Meaningless[] = [];
  if (ids !== undefined && !ids.includes(rule)) {
    const nearest = nearestName(rule, ids);
    const hint =
      nearest === undefined
        ? "`gatewatch alarms lint --list-rules` lists them"
        : `did you mean "${nearest}"?`;
    found.push({ path: [...path, "rule"], text: `there is no lint rule "${rule}"; ${hint}` });
  }
  if (dayOfDate(until) === null) {
    found.push({ path: [...path, "until"], text: `there is no day "${until}"; write "2027-01-15"` });
  }
  return found;
}

function checkAnalyzers(path: Path, settings: Settings | undefined, ids: readonly string[]): Meaningless[] {
  const families = [...new Set(ids.map((id) => `${id.split("/", 1)[0]}/*`))];
  const disabled = (settings?.disable ?? []).map((name, index) => ({ name, at: ["disable", index] }));
  const rated = Object.keys(settings?.severity ?? {}).map((name) => ({ name, at: ["severity", name] }));
  return [
    ...disabled.filter(({ name }) => ![...ids, ...families, "*"].includes(name)),
    ...rated.filter(({ name }) => !ids.includes(name)),
  ].map(({ name, at }) => {
    const nearest = nearestName(name, at[0] === "disable" ? [...ids, ...families] : ids);
    const hint = nearest === undefined ? `known: ${ids.join(", ")}` : `did you mean "${nearest}"?`;
    return { path: [...path, ...at], text: `there is no analyzer "${name}"; ${hint}` };
  });
}

function checkTimeZone(name: string | undefined): Meaningless[] {
  if (name === undefined || problemOf(() => new Intl.DateTimeFormat("en", { timeZone: name })) === undefined)
    return [];
  const nearest = nearestName(name, ["UTC", ...Intl.supportedValuesOf("timeZone")]);
  const hint =
    nearest === undefined ? 'write an IANA name such as "Europe/Berlin"' : `did you mean "${nearest}"?`;
  return [{ path: ["timeZone"], text: `there is no time zone "${name}"; ${hint}` }];
}

function checkDates(dates: readonly string[]): Meaningless[] {
  const text = (date: string): string =>
    `there is no day "${date}"; write "2026-12-25", or "12-25" for every year`;
  return dates.flatMap((date, index) => {
    // Of dates without a year, those of a leap year: it has them all.
    const isThere = dayOfDate(date.length === 5 ? `2000-${date}` : date) !== null;
    return isThere ? [] : [{ path: ["holidays", index], text: text(date) }];
  });
}

function problemOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return errorMessage(error);
  }
}
