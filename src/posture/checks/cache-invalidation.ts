import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { everyRoute } from "../every-route.ts";
import { settingsByKey, someOf, stageField } from "../stage-facts.ts";

export const cacheInvalidation: Check = {
  id: "cache-invalidation",
  control: "SEC-17",
  group: "security",
  severity: "medium",
  title: "A cache that every client may empty",
  what: "Every method whose answers are cached asks for a permission before a client may have its entry renewed.",
  why: "By the header Cache-Control: max-age=0 any client gets past the cache, so one client can bring back all the load that the cache was to take away.",
  fix: "Require authorization for cache control (execute-api:InvalidateCache).",
  exempt: "Stages without a cache, or whose methods do not use it: that nothing is cached is no failure.",
  references: ['API Gateway Developer Guide, "Cache settings for REST APIs": invalidating an entry'],
  feature: "a cache",
  judges: {
    stage: (scene) => {
      const { cache } = scene.stage;
      if (cache === null) return notApplicable("It has no cache.");
      const settings = settingsByKey(scene.stage);
      if (cache === undefined || settings === undefined) return unknown("its cache");
      const cached = settings.filter(([, { caching }]) => caching === true);
      if (cached.length === 0) {
        return settings[0]?.[1].caching === undefined
          ? unknown("which methods are cached")
          : notApplicable("No method uses its cache.");
      }
      const plain = cached.filter(
        ([, { cacheInvalidationProtected }]) => cacheInvalidationProtected === false,
      );
      const evidence = plain.map(([key]) => ({
        field: stageField(scene, `methodSettings[${key}].requireAuthorizationForCacheControl`),
        value: "false",
      }));
      if (plain.length > 0) {
        return {
          ...fail(
            `Every client may renew cached answers of ${someOf(plain.map(([key]) => (key === "*/*" ? "every method" : key)))}.`,
            evidence,
          ),
          names: { routes: plain.map(([key]) => key) },
        };
      }
      return cached.some(([, { cacheInvalidationProtected }]) => cacheInvalidationProtected === undefined)
        ? unknown("who may empty its cache")
        : pass("Only who is permitted may renew what is cached.");
    },
  },
  // CloudFormation has no word for it.
  remedy: (names) =>
    everyRoute(names, {
      path: "caching/requireAuthorizationForCacheControl",
      member: null,
      argument: "require_authorization_for_cache_control",
      value: true,
    }),
};
