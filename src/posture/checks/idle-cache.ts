import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchStage, remedy } from "../remedy.ts";
import { settingsByKey, stageField } from "../stage-facts.ts";

export const idleCache: Check = {
  id: "idle-cache",
  control: "REL-08",
  group: "reliability",
  severity: "low",
  title: "A cache that is paid for and not used",
  what: "A stage with a cache cluster has at least one method whose answers are cached, and the cluster is available.",
  why: "A cluster is billed by the hour, whatever it holds.",
  fix: "Switch caching on for the GET methods that are asked often, or switch the cluster off.",
  exempt:
    "Stages without a cache: whether one pays is advice with numbers, not a failure. HTTP and WebSocket APIs have none.",
  references: [
    "checkov CKV_AWS_120 and CKV_AWS_225 (which want a cache on every stage)",
    "Well-Architected Serverless Applications Lens, amazon-api-gateway-2",
    'API Gateway Developer Guide, "Cache settings for REST APIs"',
  ],
  feature: "a cache",
  judges: {
    stage: (scene) => {
      const { cache } = scene.stage;
      if (cache === undefined) return unknown("its cache");
      if (cache === null) return notApplicable("It has no cache.");
      const settings = settingsByKey(scene.stage);
      if (settings === undefined || settings[0]?.[1].caching === undefined)
        return unknown("which methods are cached");
      const cached = settings.filter(([, { caching }]) => caching === true);
      const evidence = [
        { field: stageField(scene, "cacheClusterSize"), value: `${cache.sizeGb ?? "?"} GB` },
        ...(cache.status ? [{ field: stageField(scene, "cacheClusterStatus"), value: cache.status }] : []),
        ...cached.map(([key]) => ({
          field: stageField(scene, `methodSettings[${key}].cachingEnabled`),
          value: "true",
        })),
      ];
      if (cached.length === 0) return fail("Its cache holds nothing: no method uses it.", evidence);
      return cache.status && !["AVAILABLE", "FLUSH_IN_PROGRESS"].includes(cache.status)
        ? fail(`Its cache is ${cache.status}.`, evidence)
        : pass("Its cache is used.", evidence);
    },
  },
  remedy: (names) =>
    remedy(
      patchStage(names, { "/cacheClusterEnabled": "false" }),
      ["AWS::ApiGateway::Stage", { CacheClusterEnabled: false }],
      ["aws_api_gateway_stage", { cache_cluster_enabled: false }],
    ),
};
