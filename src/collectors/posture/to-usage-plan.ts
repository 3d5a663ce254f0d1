import type { Estate } from "../../model/estate.ts";
import { methodSettingKey } from "../inventory/rest-routes.ts";
import type { ApiUsagePlan } from "../inventory/rest-schemas.ts";
import { toThrottle } from "../inventory/to-throttle.ts";

type UsagePlan = NonNullable<Estate["usagePlans"]>[number];

/** A usage plan as the checks look at it. */
export function toUsagePlan({ id, name, apiStages, throttle, quota }: ApiUsagePlan): UsagePlan {
  const limit = toThrottle(throttle?.rateLimit, throttle?.burstLimit);
  return {
    id,
    name: name ?? null,
    hasThrottle: limit !== null,
    hasQuota: typeof quota?.limit === "number",
    ...(limit === null ? {} : { throttle: limit }),
    ...(typeof quota?.limit === "number" ? { quota: quota.limit } : {}),
    stages: (apiStages ?? []).flatMap(({ apiId, stage, throttle: methods }) => {
      if (!apiId || !stage) return [];
      const byRoute = Object.entries(methods ?? {}).flatMap(([key, own]) => {
        const found = toThrottle(own.rateLimit, own.burstLimit);
        return found === null ? [] : [[methodSettingKey(key), found] as const];
      });
      return [{ apiId, stage, ...(byRoute.length === 0 ? {} : { byRoute: Object.fromEntries(byRoute) }) }];
    }),
  };
}
