import type { EstateSettings } from "../../model/estate.ts";
import { numberOf, textOf } from "./plan-values.ts";

type Members = Readonly<Record<string, unknown>>;

/** What is set; the provider writes -1 for limits that nobody set. */
export function planMethodSettings(settings: Members): EstateSettings {
  const rate = numberOf(settings["throttling_rate_limit"]);
  const burst = numberOf(settings["throttling_burst_limit"]);
  const level = textOf(settings["logging_level"]);
  const flag = (name: string, member: string) =>
    typeof settings[name] === "boolean" ? { [member]: settings[name] } : {};
  return {
    ...flag("metrics_enabled", "metrics"),
    ...flag("data_trace_enabled", "dataTrace"),
    ...flag("caching_enabled", "caching"),
    ...flag("cache_data_encrypted", "cacheEncrypted"),
    ...flag("require_authorization_for_cache_control", "cacheInvalidationProtected"),
    ...(level === null ? {} : { loggingLevel: level }),
    ...(rate === null || rate < 0 ? {} : { throttle: { rateLimit: rate, burstLimit: burst ?? rate } }),
  };
}

/** What a route sets itself; a limit that nobody set is absent or 0 there. */
export function planRouteSettings(settings: Members): EstateSettings {
  const rate = numberOf(settings["throttling_rate_limit"]);
  const burst = numberOf(settings["throttling_burst_limit"]);
  const level = textOf(settings["logging_level"]);
  return {
    ...(typeof settings["detailed_metrics_enabled"] === "boolean"
      ? { metrics: settings["detailed_metrics_enabled"] }
      : {}),
    ...(typeof settings["data_trace_enabled"] === "boolean"
      ? { dataTrace: settings["data_trace_enabled"] }
      : {}),
    ...(level === null ? {} : { loggingLevel: level }),
    ...(rate === null || rate <= 0 ? {} : { throttle: { rateLimit: rate, burstLimit: burst ?? rate } }),
  };
}
