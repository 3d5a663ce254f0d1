import type { Check } from "../check.ts";
import { fail, pass, unknown } from "../judgement.ts";
import { everyRoute } from "../every-route.ts";
import { stageField } from "../stage-facts.ts";

export const throttle: Check = {
  id: "throttle",
  control: "REL-01",
  group: "reliability",
  severity: "medium",
  title: "A stage that may use up the whole account's limit",
  what: "The stage has a throttle of its own for all of its methods, and it is below the account's.",
  why: "All APIs of an account and Region share one limit. A stage without its own can use it up, and then every other API answers 429 as well.",
  fix: "Give the stage a limit above its busiest minute, and below the account's.",
  exempt: "Nowhere: every flavour can be throttled.",
  references: [
    "cdk-nag Serverless-APIGWDefaultThrottling",
    "serverless-rules ES2003",
    "Well-Architected Serverless Applications Lens, limits",
  ],
  feature: "every flavour",
  judges: {
    stage: (scene) => {
      const own = scene.stage.every?.throttle;
      const limit = scene.estate.account?.throttle;
      const field = stageField(scene, "methodSettings[*/*].throttlingRateLimit");
      if (own === undefined) return unknown("its throttle");
      if (own === null)
        return fail("It has no throttle of its own, so the whole account's limit is its own.", [
          { field, value: "not set" },
        ]);
      const evidence = [
        { field, value: `${own.rateLimit} a second, burst ${own.burstLimit}` },
        ...(limit === undefined
          ? []
          : [{ field: "account.throttleSettings.rateLimit", value: String(limit.rateLimit) }]),
      ];
      if (own.rateLimit === 0) return fail("Its throttle is 0, which lets nobody in.", evidence, "high");
      if (limit !== undefined && own.rateLimit >= limit.rateLimit) {
        return fail(`Its throttle is not below the account's ${limit.rateLimit} a second.`, evidence);
      }
      return pass("It has a throttle of its own.", evidence);
    },
  },
  remedy: (names) =>
    everyRoute(
      names,
      {
        path: "throttling/rateLimit",
        member: "ThrottlingRateLimit",
        argument: "throttling_rate_limit",
        value: 500,
      },
      {
        path: "throttling/burstLimit",
        member: "ThrottlingBurstLimit",
        argument: "throttling_burst_limit",
        value: 250,
      },
    ),
};
