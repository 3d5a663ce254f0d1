import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { everyRoute } from "../every-route.ts";
import { settingsByKey, someOf, stageField } from "../stage-facts.ts";

export const cacheEncryption: Check = {
  id: "cache-encryption",
  control: "SEC-16",
  group: "security",
  severity: "medium",
  title: "A cache in the clear",
  what: "Every method whose answers are cached has its cached data encrypted.",
  why: "Answers for one client lie on the cache's disks as they were sent.",
  fix: "Switch encryption on for what is cached.",
  exempt: "Stages without a cache, or whose methods do not use it: that nothing is cached is no failure.",
  references: [
    "Security Hub APIGateway.5",
    "AWS Config api-gw-cache-enabled-and-encrypted",
    "checkov CKV_AWS_308",
    "prowler apigateway_restapi_cache_encrypted",
    "cfn-nag W87",
    "cdk-nag APIGWCacheEnabledAndEncrypted (HIPAA.Security, NIST.800.53.R4, NIST.800.53.R5, PCI.DSS.321)",
  ],
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
      const plain = cached.filter(([, { cacheEncrypted }]) => cacheEncrypted === false);
      const evidence = plain.map(([key]) => ({
        field: stageField(scene, `methodSettings[${key}].cacheDataEncrypted`),
        value: "false",
      }));
      if (plain.length > 0) {
        return {
          ...fail(
            `Cached answers of ${someOf(plain.map(([key]) => (key === "*/*" ? "every method" : key)))} are not encrypted.`,
            evidence,
          ),
          names: { routes: plain.map(([key]) => key) },
        };
      }
      return cached.some(([, { cacheEncrypted }]) => cacheEncrypted === undefined)
        ? unknown("whether its cache is encrypted")
        : pass("Its cache is encrypted.");
    },
  },
  remedy: (names) =>
    everyRoute(names, {
      path: "caching/dataEncrypted",
      member: "CacheDataEncrypted",
      argument: "cache_data_encrypted",
      value: true,
    }),
};
