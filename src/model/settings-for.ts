import picomatch from "picomatch";

import { calendarFor } from "./calendar-for.ts";
import {
  DEFAULT_SETTINGS,
  type Config,
  type ResolvedSettings,
  type Settings,
  type SettingsFor,
} from "./config.ts";

/**
 * The settings of each target and route by the configuration: defaults, then every rule whose pattern matches
 * the API, then the stage, then the route. The special level wins over the general one, within a level the
 * later rule; what a rule leaves out is inherited. `disable` adds up, `severity` is merged by analyzer.
 *
 * Patterns are globs in which a star crosses slashes; a pattern that equals the name always matches, so names
 * with braces or brackets can be written as they are. Names are data: nothing in them is a pattern.
 */
export function settingsFor(config: Config): SettingsFor {
  const found = made.get(config) ?? makeSettingsFor(config);
  made.set(config, found);
  return found;
}

/** One function for each configuration, so that who keeps a result can tell whether it still holds. */
const made = new WeakMap<Config, SettingsFor>();

function makeSettingsFor(config: Config): SettingsFor {
  const rules = (config.apis ?? []).map((api) => ({
    matches: matcher(api.api),
    settings: api.settings,
    stages: (api.stages ?? []).map((stage) => ({
      matches: matcher(stage.stage),
      settings: stage.settings,
      routes: (stage.routes ?? []).map((route) => ({
        matches: matcher(route.route),
        settings: route.settings,
      })),
    })),
  }));
  const calendar = calendarFor(config);
  const top = calendar === null ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, calendar };
  return (target, route) => {
    const apis = rules.filter(({ matches }) => matches(target.apiName) || matches(target.apiId));
    const stages = apis.flatMap((api) => api.stages.filter(({ matches }) => matches(target.stage)));
    const routes = stages.flatMap((stage) => stage.routes.filter(({ matches }) => matches(route)));
    return [config.defaults, ...[...apis, ...stages, ...routes].map(({ settings }) => settings)].reduce(
      inherit,
      top,
    );
  };
}

function inherit(above: ResolvedSettings, own: Settings | undefined): ResolvedSettings {
  if (own === undefined) return above;
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return {
    ...above,
    ...given,
    disable: [...new Set([...above.disable, ...(own.disable ?? [])])],
    severity: { ...above.severity, ...own.severity },
  };
}

/** Null, a name that could not be read, matches nothing. */
function matcher(pattern: string): (name: string | null) => boolean {
  // Picomatch takes no empty pattern.
  const isMatch = pattern === "" ? () => false : picomatch(pattern, { bash: true, dot: true });
  return (name) => name !== null && (name === pattern || isMatch(name));
}
