import type { Check } from "../check.ts";
import { fail, notApplicable, pass, unknown } from "../judgement.ts";
import { patchOption, remedy, structuresOption } from "../remedy.ts";
import { someOf } from "../stage-facts.ts";

export const usagePlans: Check = {
  id: "usage-plans",
  control: "REL-02",
  group: "reliability",
  severity: "medium",
  title: "API keys without a limit",
  what: "A stage whose methods ask for an API key is in a usage plan, and each of its plans has a throttle and a quota.",
  why: "A key that no plan knows is refused; a plan without limits meters and limits nobody.",
  fix: "Put the stage into a usage plan with a throttle and a quota.",
  exempt: "Stages of APIs that ask for no API key; HTTP and WebSocket APIs.",
  references: ["cfn-nag W64", "cfn-nag W68"],
  feature: "usage plans",
  judges: {
    stage: ({ estate, api, stage }) => {
      if (api.routes === undefined) return unknown("its methods");
      const keyed = api.routes.filter(({ apiKeyRequired }) => apiKeyRequired === true);
      if (keyed.length === 0) {
        return api.routes.length > 0 && api.routes.every(({ apiKeyRequired }) => apiKeyRequired === undefined)
          ? unknown("which methods ask for an API key")
          : notApplicable("No method asks for an API key.");
      }
      if (estate.usagePlans === undefined) return unknown("the usage plans");
      const plans = estate.usagePlans.filter(({ stages }) =>
        stages.some((one) => one.apiId === api.id && one.stage === stage.name),
      );
      if (plans.length === 0) {
        return fail("It asks for API keys, and no usage plan has it.", [
          { field: "usagePlans", value: "none" },
        ]);
      }
      const evidence = plans.map(({ id, name, hasThrottle, hasQuota }) => ({
        field: `usagePlans[${name ?? id}]`,
        value: `throttle ${hasThrottle ? "set" : "not set"}, quota ${hasQuota ? "set" : "not set"}`,
      }));
      const open = plans.filter(({ hasThrottle, hasQuota }) => !hasThrottle || !hasQuota);
      return open.length === 0
        ? pass("Its usage plans have a throttle and a quota.", evidence)
        : fail(`${someOf(open.map(({ id, name }) => name ?? id))} lacks a limit.`, evidence);
    },
  },
  remedy: ({ api, stage }) =>
    remedy(
      [
        `aws apigateway create-usage-plan --name NAME ${structuresOption("--api-stages", [{ apiId: api, stage }])} --throttle rateLimit=50,burstLimit=100 --quota limit=100000,period=DAY`,
        `aws apigateway update-usage-plan --usage-plan-id PLAN ${patchOption([
          { path: "/throttle/rateLimit", value: "50" },
          { path: "/throttle/burstLimit", value: "100" },
          { path: "/quota/limit", value: "100000" },
          { path: "/quota/period", value: "DAY" },
        ])}   # one that is there`,
      ],
      [
        "AWS::ApiGateway::UsagePlan",
        {
          ApiStages: [{ ApiId: api, Stage: stage }],
          Throttle: { RateLimit: 50, BurstLimit: 100 },
          Quota: { Limit: 100_000, Period: "DAY" },
        },
      ],
      [
        "aws_api_gateway_usage_plan",
        {
          name: "NAME",
          api_stages: { api_id: api, stage },
          throttle_settings: { rate_limit: 50, burst_limit: 100 },
          quota_settings: { limit: 100_000, period: "DAY" },
        },
      ],
    ),
};
