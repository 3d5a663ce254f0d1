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

/**
 * The throttle in a block of route settings. A limit that nobody set is absent, null or 0 there, and the provider has been seen to
 * send it as 0, which closes the route; so where a block lacks one of the two, it is not sure which holds.
 *
 * Source: hashicorp/terraform-provider-aws issues 14742 and 27674 (read 2026-11), "throttling_rate_limit" and
 * "throttling_burst_limit" of aws_apigatewayv2_stage.
 */
export function planRouteThrottle(settings: Members): Pick<EstateSettings, "throttle" | "isThrottleUnsure"> {
  const rate = numberOf(settings["throttling_rate_limit"]);
  const burst = numberOf(settings["throttling_burst_limit"]);
  if (rate === null || rate <= 0 || burst === null || burst <= 0) return { isThrottleUnsure: true };
  return { throttle: { rateLimit: rate, burstLimit: burst } };
}

/** What a route sets itself. */
export function planRouteSettings(settings: Members): EstateSettings {
  const level = textOf(settings["logging_level"]);
  return {
    ...(typeof settings["detailed_metrics_enabled"] === "boolean"
      ? { metrics: settings["detailed_metrics_enabled"] }
      : {}),
    ...(typeof settings["data_trace_enabled"] === "boolean"
      ? { dataTrace: settings["data_trace_enabled"] }
      : {}),
    ...(level === null ? {} : { loggingLevel: level }),
    ...planRouteThrottle(settings),
  };
}
