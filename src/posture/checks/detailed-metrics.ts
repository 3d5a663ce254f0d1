import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { everyRoute, KEEP_LIMITS } from "../every-route.ts";
import { settingsByKey, settingField } from "../stage-facts.ts";

export const detailedMetrics: Check = {
  id: "detailed-metrics",
  control: "OBS-10",
  group: "observability",
  severity: "low",
  title: "No metrics of single routes",
  what: "Detailed metrics are on for the stage, or for single methods of it.",
  why: "Without them a route that fails wholly can hide in the average of a busy stage, and no alarm can watch it.",
  fix: `Switch them on. Each metric of each route is billed as a custom metric, so where a stage has many routes choose the ones that matter. ${KEEP_LIMITS}`,
  exempt: "Nowhere: every flavour has detailed metrics.",
  references: ["AWS Config api-gwv2-stage-default-route-detailed-metrics-enabled"],
  feature: "every flavour",
  judges: {
    stage: (scene) => {
      const settings = settingsByKey(scene.stage);
      if (settings === undefined || settings[0]?.[1].metrics === undefined)
        return unknown("detailed metrics");
      const on = settings.filter(([, { metrics }]) => metrics === true);
      const evidence = (on.length > 0 ? on : settings.slice(0, 1)).map(([key, { metrics }]) => ({
        field: settingField(
          scene,
          key,
          scene.api.kind === "rest" ? "metricsEnabled" : "detailedMetricsEnabled",
        ),
        value: String(metrics ?? false),
      }));
      return on.length === 0
        ? fail("Only the stage as a whole has metrics.", evidence)
        : pass(
            on[0]?.[0] === "*/*"
              ? "Every route has its metrics."
              : "The routes that were chosen have metrics.",
            evidence,
          );
    },
  },
  remedy: (names) =>
    everyRoute(names, {
      path: "metrics/enabled",
      member: "MetricsEnabled",
      v2Member: "DetailedMetricsEnabled",
      argument: "metrics_enabled",
      v2Argument: "detailed_metrics_enabled",
      value: true,
    }),
};
