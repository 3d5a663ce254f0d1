import { nearestName } from "../../../core/did-you-mean.ts";
import type { Target } from "../../../model/target.ts";
import { targetsNear } from "../api-of.ts";
import type { LintContext } from "../lint-context.ts";
import type { LintHit, LintRule } from "../lint-rule.ts";
import { gatewayUses, type MetricUse } from "../metric-uses.ts";
import { regionOf } from "../region-of.ts";
import { toldBy } from "../told-by.ts";
import { httpApiByName } from "./http-api-by-name.ts";
import { metricName } from "./metric-name.ts";
import { placeholder } from "./placeholder.ts";
import { restApiById } from "./rest-api-by-id.ts";

/** They say of the same dimension what it should be. */
const NEARER = [restApiById, httpApiByName, placeholder, metricName];

export const unknownStage: LintRule = {
  id: "unknown-stage",
  severity: "error",
  title: "An API or a stage that does not exist",
  what: "The alarm names an API of which nothing is deployed in its Region, or a stage that the API does not have. It needs the account: --live.",
  why: "There is no such metric, so the alarm never gets a datapoint. It is left over from an API that was deleted or renamed, or the name is misspelt; case matters.",
  fix: "Delete the alarm, or name an API and a stage that exist.",
  find: (context) => {
    const told = toldBy(NEARER, context);
    return gatewayUses(context.alarms).flatMap((use) =>
      told.has(use.alarm) ? [] : (hitOf(use, context) ?? []),
    );
  },
};

function hitOf(use: MetricUse, context: LintContext): LintHit | undefined {
  const { alarm, dimensions } = use;
  const region = regionOf(alarm, context);
  const api = dimensions.find(({ name }) => name === "ApiName" || name === "ApiId");
  if (region === undefined || !context.inventoried.has(region) || !api || api.unknown) return undefined;
  const targets = targetsNear(use, context);
  const keyOf = (target: Target): string | undefined => target.dimensions[api.name];
  const own = targets.filter((target) => keyOf(target) === api.value);
  const named = targets.find(({ apiName }) => apiName === api.value);
  const key = named ? keyOf(named) : undefined;
  if (own.length === 0 && key !== undefined) {
    const message = `CloudWatch has "${api.value}" as "${key}": it leaves out what is not ASCII.`;
    return { alarm, path: api.path, message, fix: `Write "${key}".` };
  }
  if (own.length === 0) {
    const message = `Nothing is deployed of an API with ${api.name} "${api.value}" in ${region}.`;
    const names = targets.flatMap((target) => keyOf(target) ?? []);
    return { alarm, path: api.path, message, ...meant(api.value, names) };
  }
  const stage = dimensions.find(({ name }) => name === "Stage");
  const stages = own.map((target) => target.stage);
  if (!stage || stage.unknown || stages.includes(stage.value)) return undefined;
  const message = `"${api.value}" has no stage "${stage.value}", but ${stages.map((name) => `"${name}"`).join(", ")}.`;
  return { alarm, path: stage.path, message, ...meant(stage.value, stages) };
}

function meant(typed: string, names: readonly string[]): { readonly fix?: string } {
  const nearest = nearestName(typed, [...new Set(names)]);
  return nearest === undefined ? {} : { fix: `Write "${nearest}" if that is meant; else delete the alarm.` };
}
