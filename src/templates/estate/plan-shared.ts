import { isRecord, listOf, recordOf } from "../../core/is-record.ts";
import type { Estate, EstateDomain } from "../../model/estate.ts";
import type { Throttle } from "../../model/target.ts";
import { expressionsOf, type PlannedResource } from "../terraform/planned-resources.ts";
import { methodKey } from "./method-key.ts";
import { referencesOf, referred } from "./plan-references.ts";
import { numberOf, textOf, valuesOf } from "./plan-values.ts";

type EstateApis = Estate["apis"];
type Resources = readonly PlannedResource[];
type PlanStage = NonNullable<Estate["usagePlans"]>[number]["stages"][number];

/**
 * What APIs of a plan share: domains and usage plans where it has any (others may be in another state), and functions.
 * Resources and arguments are those of Terraform's AWS provider (its documentation, one page a resource type).
 */
export function planShared(resources: Resources, apis: EstateApis): Partial<Estate> {
  const domains = planDomains(resources);
  const usagePlans = planUsagePlans(resources, apis);
  return {
    ...(domains.length === 0 ? {} : { domains }),
    ...(usagePlans.length === 0 ? {} : { usagePlans }),
    functions: planFunctions(resources),
  };
}

const MAPPINGS: Readonly<Record<string, string>> = {
  aws_api_gateway_domain_name: "aws_api_gateway_base_path_mapping",
  aws_apigatewayv2_domain_name: "aws_apigatewayv2_api_mapping",
};

function planDomains(resources: Resources): EstateDomain[] {
  return resources.flatMap((found): EstateDomain[] => {
    const type = String(found.resource["type"]);
    const mapping = MAPPINGS[type];
    if (mapping === undefined) return [];
    const own = valuesOf(found);
    // Version 2 keeps what version 1 has beside the name in a block.
    const inner = { ...recordOf(listOf(own["domain_name_configuration"])[0]), ...own };
    const name = textOf(own["domain_name"]);
    const policy = textOf(inner["security_policy"]);
    const [mutual] = listOf(own["mutual_tls_authentication"]);
    const mappings = resources
      .filter(({ resource }) => resource["type"] === mapping)
      .filter((one) => {
        const at = textOf(valuesOf(one)["domain_name"]);
        if (at !== null) return at === name;
        const names = referencesOf(one, "domain_name");
        return one.module === found.module && names.includes(`${type}.${String(found.resource["name"])}`);
      })
      .flatMap((one) => {
        const api =
          referred(one, "api_id", "aws_api_gateway_rest_api", resources) ??
          referred(one, "api_id", "aws_apigatewayv2_api", resources);
        return api === undefined ? [] : [{ apiId: String(api.resource["address"]) }];
      });
    return [
      {
        name: name ?? String(found.resource["address"]),
        ...(policy === null ? {} : { securityPolicy: policy }),
        mutualTls:
          mutual === undefined
            ? null
            : { truststoreUri: textOf(recordOf(mutual)["truststore_uri"]) ?? "set", warnings: [] },
        mappings,
      },
    ];
  });
}

function planUsagePlans(resources: Resources, apis: EstateApis): NonNullable<Estate["usagePlans"]> {
  return resources
    .filter(({ resource }) => resource["type"] === "aws_api_gateway_usage_plan")
    .map((found) => {
      const own = valuesOf(found);
      const throttle = throttleOf(own["throttle_settings"]);
      const quota = numberOf(recordOf(listOf(own["quota_settings"])[0])["limit"]);
      return {
        id: String(found.resource["address"]),
        name: textOf(own["name"]),
        ...(throttle === null ? {} : { throttle }),
        ...(quota === null ? {} : { quota }),
        hasThrottle: listOf(own["throttle_settings"]).length > 0,
        hasQuota: listOf(own["quota_settings"]).length > 0,
        stages: stagesOf(found, resources, apis),
      };
    });
}

function throttleOf(blocks: unknown): Throttle | null {
  const { rate_limit: rate, burst_limit: burst } = recordOf(listOf(blocks)[0]);
  const [rateLimit, burstLimit] = [numberOf(rate), numberOf(burst)];
  return rateLimit === null || burstLimit === null ? null : { rateLimit, burstLimit };
}

/** Of single methods, by route key: a block for each, whose arguments are values, or the constants that are written. */
function methodLimits(blocks: unknown): Pick<PlanStage, "byRoute"> {
  const found = listOf(blocks).flatMap((block) => {
    const own = Object.entries(recordOf(block)).map(
      ([name, value]) => [name, isRecord(value) ? value["constant_value"] : value] as const,
    );
    const { path, ...limits } = Object.fromEntries(own);
    const limit = throttleOf([limits]);
    return typeof path !== "string" || limit === null ? [] : [[methodKey(path), limit] as const];
  });
  return found.length === 0 ? {} : { byRoute: Object.fromEntries(found) };
}

/** By the configuration, which names what the plan does not know; of a state by ids. A stage that neither tells is any of the API. */
function stagesOf(plan: PlannedResource, resources: Resources, apis: EstateApis): PlanStage[] {
  const ofType = (type: string) => resources.filter(({ resource }) => resource["type"] === type);
  const written = listOf(expressionsOf(plan.resource, plan.module)["api_stages"]).map(recordOf);
  const values = listOf(valuesOf(plan)["api_stages"]).map(recordOf);
  // Blocks are a set, so several of the plan's cannot be told from each other by what was written.
  const [sole] = values.length === 1 && written.length === 1 ? values : [];
  const blocks =
    written.length > 0
      ? written.map(({ api_id: apiId, stage, throttle }) => ({
          api: ofType("aws_api_gateway_rest_api").find((one) => isMeant(one, apiId, plan)),
          stage:
            textOf(recordOf(stage)["constant_value"]) ??
            ofType("aws_api_gateway_stage")
              .filter((one) => isMeant(one, stage, plan))
              .map((one) => textOf(valuesOf(one)["stage_name"]))[0] ??
            null,
          limits: methodLimits(sole?.["throttle"] ?? throttle),
        }))
      : values.map(({ api_id: apiId, stage, throttle }) => ({
          api: ofType("aws_api_gateway_rest_api").find((one) => valuesOf(one)["id"] === apiId),
          stage: textOf(stage),
          limits: methodLimits(throttle),
        }));
  return blocks.flatMap(({ api, stage, limits }) => {
    const found = apis.find(({ id }) => id === api?.resource["address"]);
    if (found === undefined) return [];
    return stage === null
      ? found.stages.map(({ name }) => ({ apiId: found.id, stage: name, ...limits }))
      : [{ apiId: found.id, stage, ...limits }];
  });
}

function isMeant({ resource, module }: PlannedResource, expression: unknown, from: PlannedResource): boolean {
  const name = `${String(resource["type"])}.${String(resource["name"])}`;
  return module === from.module && listOf(recordOf(expression)["references"]).includes(name);
}

/** By name, as integrations have it. */
function planFunctions(resources: Resources): NonNullable<Estate["functions"]> {
  return Object.fromEntries(
    resources.flatMap((found) => {
      const { function_name: name, timeout } = valuesOf(found);
      const seconds = numberOf(timeout);
      if (found.resource["type"] !== "aws_lambda_function" || typeof name !== "string" || seconds === null)
        return [];
      return [[name, { timeoutMs: seconds * 1_000 }] as const];
    }),
  );
}
