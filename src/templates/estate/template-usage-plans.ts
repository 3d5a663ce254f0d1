import { isRecord, recordOf } from "../../core/is-record.ts";
import type { Estate, EstateApi } from "../../model/estate.ts";
import type { Throttle } from "../../model/target.ts";
import { referenceOf } from "../apis/reference-of.ts";
import type { Template } from "../cloudformation/template.ts";
import type { KnownValues } from "./known-values.ts";
import { methodKey } from "./method-key.ts";

/** Only where the template declares any: others may be in another stack. */
export function templateUsagePlans(
  template: Template,
  apis: readonly EstateApi[],
  known: KnownValues,
): Pick<Estate, "usagePlans"> {
  const declared = [...template.resources.values()].filter(
    ({ type }) => type === "AWS::ApiGateway::UsagePlan",
  );
  const made = apis.flatMap((api) => {
    const { UsagePlan: plan } = recordOf(recordOf(template.resources.get(api.id)?.properties)["Auth"]);
    if (!isRecord(plan) || plan["CreateUsagePlan"] === "NONE") return [];
    return [
      {
        id: `${api.id}UsagePlan`,
        ...limitsOf(plan, known),
        stages: api.stages.map(({ name }) => ({ apiId: api.id, stage: name })),
      },
    ];
  });
  if (declared.length + made.length === 0) return {};
  return {
    usagePlans: [
      ...declared.map(({ id, properties }) => ({
        id,
        ...limitsOf(properties, known),
        stages: stagesOf(properties["ApiStages"], apis, known),
      })),
      ...made,
    ],
  };
}

type UsagePlan = NonNullable<Estate["usagePlans"]>[number];

function limitsOf(
  plan: Readonly<Record<string, unknown>>,
  known: KnownValues,
): Pick<UsagePlan, "hasThrottle" | "hasQuota" | "throttle" | "quota"> {
  const throttle = throttleOf(plan["Throttle"], known);
  const quota = known.number(recordOf(plan["Quota"]), "Limit");
  return {
    hasThrottle: plan["Throttle"] !== undefined,
    hasQuota: plan["Quota"] !== undefined,
    ...(throttle === null ? {} : { throttle }),
    ...(typeof quota === "number" ? { quota } : {}),
  };
}

function throttleOf(settings: unknown, known: KnownValues): Throttle | null {
  const rateLimit = known.number(recordOf(settings), "RateLimit");
  const burstLimit = known.number(recordOf(settings), "BurstLimit");
  return typeof rateLimit === "number" && typeof burstLimit === "number" ? { rateLimit, burstLimit } : null;
}

/** Of single methods, by route key: a template has them by "/orders/GET". */
function methodLimits(settings: unknown, known: KnownValues): Pick<UsagePlan["stages"][number], "byRoute"> {
  const found = Object.entries(recordOf(settings)).flatMap(([key, own]) => {
    const limit = throttleOf(own, known);
    return limit === null ? [] : [[methodKey(key), limit] as const];
  });
  return found.length === 0 ? {} : { byRoute: Object.fromEntries(found) };
}

/** A stage may be named by a text, or by a reference to what declares it. */
function stagesOf(list: unknown, apis: readonly EstateApi[], known: KnownValues): UsagePlan["stages"] {
  return (Array.isArray(list) ? list : []).flatMap((item) => {
    const { ApiId: apiId, Stage: stage, Throttle: methods } = recordOf(item);
    const api = apis.find(({ id }) => id === referenceOf(apiId));
    const name = known.value(stage);
    if (api === undefined) return [];
    const limits = methodLimits(methods, known);
    if (typeof name === "string") return [{ apiId: api.id, stage: name, ...limits }];
    return api.stages.map((one) => ({ apiId: api.id, stage: one.name, ...limits }));
  });
}
