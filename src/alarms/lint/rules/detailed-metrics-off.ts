import { routeOfDimensions } from "../../../catalog/dimensions.ts";
import { targetsOf } from "../api-of.ts";
import type { LintRule } from "../lint-rule.ts";
import { gatewayUses } from "../metric-uses.ts";

export const detailedMetricsOff: LintRule = {
  id: "detailed-metrics-off",
  severity: "error",
  title: "A route's metric while detailed metrics are off",
  what: "The alarm watches a single route (Resource and Method, or Route), and neither its stage nor the route has detailed metrics switched on. It needs to know the account: read a recording of it with --from.",
  why: "API Gateway publishes metrics of single routes only with detailed metrics, so the alarm never gets a datapoint.",
  fix: "Switch detailed metrics on for the stage or the route (they cost extra), or watch the whole stage.",
  find: (context) =>
    gatewayUses(context.alarms).flatMap((use) => {
      const dimensions = Object.fromEntries(use.dimensions.map(({ name, value }) => [name, value]));
      const route = routeOfDimensions(dimensions);
      if (context.targets === null || route === undefined) return [];
      const off = targetsOf(use, context).find(({ configuration }) => {
        if (configuration === null || configuration.detailedMetrics) return false;
        return !configuration.routes.some(({ key, detailedMetrics }) => key === route && detailedMetrics);
      });
      if (!off) return [];
      const message = `It watches ${route}, and ${off.id} has no detailed metrics.`;
      return [{ alarm: use.alarm, path: `${use.prefix}Dimensions`, message }];
    }),
};
