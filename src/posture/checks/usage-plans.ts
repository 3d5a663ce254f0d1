import type { Check, StageScene } from "../check.ts";
import { fail, notApplicable, pass, unknown, type Judgement } from "../judgement.ts";
import { planLimits } from "../plan-limits.ts";
import { patchOption, remedy, shellWord, structuresOption } from "../remedy.ts";
import { someOf } from "../stage-facts.ts";

export const usagePlans: Check = {
  id: "usage-plans",
  control: "REL-02",
  group: "reliability",
  severity: "medium",
  title: "API keys without a limit",
  what: "A stage whose methods ask for an API key is in a usage plan; each of its plans has a throttle and a quota, and none of their limits, those of single methods included, is 0 or not below the account's.",
  why: "A key that no plan knows is refused; a plan without limits meters and limits nobody, nor does one whose limit is above the account's. A limit of 0 refuses every client of the plan.",
  fix: "Put the stage into a usage plan with a throttle and a quota, above what its busiest client needs and below the account's limit.",
  exempt: "Stages of APIs that ask for no API key; HTTP and WebSocket APIs.",
  references: ["cfn-nag W64", "cfn-nag W68"],
  feature: "usage plans",
  judges: { stage: judgeStage },
  remedy: ({ api, stage, plan, routes }) => {
    const own = routes.filter((key) => key !== EVERY);
    const methods = own.map(methodOf);
    const patches = [
      ...(own.length > 0 && own.length === routes.length
        ? []
        : [
            { path: "/throttle/rateLimit", value: "50" },
            { path: "/throttle/burstLimit", value: "100" },
            { path: "/quota/limit", value: "100000" },
            { path: "/quota/period", value: "DAY" },
          ]),
      ...methods.flatMap(({ escaped }) => [
        { path: `/apiStages/${api}:${stage}/throttle/${escaped}/rateLimit`, value: "10" },
        { path: `/apiStages/${api}:${stage}/throttle/${escaped}/burstLimit`, value: "20" },
      ]),
    ];
    const update = `aws apigateway update-usage-plan --usage-plan-id ${shellWord(plan)} ${patchOption(patches)}`;
    const create = `aws apigateway create-usage-plan --name NAME ${structuresOption("--api-stages", [{ apiId: api, stage }])} --throttle rateLimit=50,burstLimit=100 --quota limit=100000,period=DAY`;
    return remedy(
      plan === UNKNOWN_PLAN ? [create, `${update}   # one that is there`] : update,
      [
        "AWS::ApiGateway::UsagePlan",
        {
          ApiStages: [
            {
              ApiId: api,
              Stage: stage,
              ...(methods.length === 0
                ? {}
                : {
                    Throttle: Object.fromEntries(
                      methods.map(({ path }) => [path, { RateLimit: 10, BurstLimit: 20 }]),
                    ),
                  }),
            },
          ],
          Throttle: { RateLimit: 50, BurstLimit: 100 },
          Quota: { Limit: 100_000, Period: "DAY" },
        },
      ],
      [
        "aws_api_gateway_usage_plan",
        {
          name: "NAME",
          api_stages: {
            api_id: api,
            stage,
            ...(methods.length === 0
              ? {}
              : { throttle: methods.map(({ path }) => ({ path, rate_limit: 10, burst_limit: 20 })) }),
          },
          throttle_settings: { rate_limit: 50, burst_limit: 100 },
          quota_settings: { limit: 100_000, period: "DAY" },
        },
      ],
    );
  },
};

const EVERY = "*/*";
/** As sampleNames has it. */
const UNKNOWN_PLAN = "PLAN";

/** "GET /orders" is "/orders/GET" in a plan, and "~1orders/GET" in the path of a patch. */
function methodOf(key: string): { readonly path: string; readonly escaped: string } {
  const [verb = "", ...rest] = key.split(" ");
  const path = rest.join(" ");
  return { path: `${path === "/" ? "" : path}/${verb}`, escaped: `${path.replaceAll("/", "~1")}/${verb}` };
}

function judgeStage(scene: StageScene): Judgement {
  const { estate, api, stage } = scene;
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
    return fail("It asks for API keys, and no usage plan has it.", [{ field: "usagePlans", value: "none" }]);
  }
  const evidence = plans.map(({ id, name, hasThrottle, hasQuota }) => ({
    field: `usagePlans[${name ?? id}]`,
    value: `throttle ${hasThrottle ? "set" : "not set"}, quota ${hasQuota ? "set" : "not set"}`,
  }));
  const open = plans.filter(({ hasThrottle, hasQuota }) => !hasThrottle || !hasQuota);
  const limits = plans.flatMap((plan) => planLimits(plan, scene));
  const faulty = limits.filter(({ fault }) => fault === "closed" || fault === "above");
  const told = [...evidence, ...faulty.map(({ field, value }) => ({ field, value }))];
  if (open.length > 0 || faulty.length > 0) {
    const message = [
      ...(open.length === 0 ? [] : [`${someOf(open.map(({ id, name }) => name ?? id))} lacks a limit.`]),
      ...faulty.map(({ sentence }) => sentence),
    ].join(" ");
    const plan = open[0]?.id ?? faulty[0]?.plan ?? UNKNOWN_PLAN;
    const ofPlan = faulty.filter((one) => one.plan === plan).map(({ key }) => key);
    const routes = [...(open.some(({ id }) => id === plan) ? [EVERY] : []), ...new Set(ofPlan)];
    return { ...fail(message, told), names: { plan, routes } };
  }
  const undecided = limits.find(({ fault }) => fault === "undecided");
  if (undecided !== undefined) {
    const { field, value } = undecided;
    const message = `Not decided: the account's limit is not known, and may be below a plan's (${value}).`;
    return { verdict: "unknown", message, evidence: [...evidence, { field, value }] };
  }
  return pass("Its usage plans have a throttle and a quota.", evidence);
}
