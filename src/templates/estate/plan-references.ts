import { functionOfArn } from "../../catalog/function-of-arn.ts";
import { listOf, recordOf } from "../../core/is-record.ts";
import { expressionsOf, type PlannedResource } from "../terraform/planned-resources.ts";
import { textOf, valuesOf } from "./plan-values.ts";

/** The resources of a type that belong to an API: by its id, else by what the configuration refers to. */
export function resourcesOf(
  api: PlannedResource,
  type: string,
  argument: string,
  resources: readonly PlannedResource[],
): PlannedResource[] {
  return resources.filter(
    (one) =>
      one.resource["type"] === type &&
      referred(one, argument, String(api.resource["type"]), resources) === api,
  );
}

export function referred(
  found: PlannedResource,
  argument: string,
  type: string,
  resources: readonly PlannedResource[],
): PlannedResource | undefined {
  const id = valuesOf(found)[argument];
  const ofType = resources.filter((one) => one.resource["type"] === type);
  if (typeof id === "string") return ofType.find((one) => valuesOf(one)["id"] === id);
  const names = referencesOf(found, argument);
  return ofType.find(
    (one) => one.module === found.module && names.includes(`${type}.${String(one.resource["name"])}`),
  );
}

export function referencesOf({ resource, module }: PlannedResource, argument: string): string[] {
  return listOf(recordOf(expressionsOf(resource, module)[argument])["references"]).filter(
    (name): name is string => typeof name === "string",
  );
}

const DEEPEST = 50;

export function pathOf(resource: PlannedResource, resources: readonly PlannedResource[], depth = 0): string {
  const part = textOf(valuesOf(resource)["path_part"]) ?? "?";
  const parent =
    depth > DEEPEST ? undefined : referred(resource, "parent_id", "aws_api_gateway_resource", resources);
  return `${parent === undefined ? "" : pathOf(parent, resources, depth + 1)}/${part}`;
}

export function functionOf(
  integration: PlannedResource,
  argument: string,
  resources: readonly PlannedResource[],
) {
  const names = referencesOf(integration, argument);
  const found = resources.find(
    ({ resource, module }) =>
      module === integration.module &&
      resource["type"] === "aws_lambda_function" &&
      names.includes(`aws_lambda_function.${String(resource["name"])}`),
  );
  const name = found && textOf(valuesOf(found)["function_name"]);
  return (uri: unknown): string | null => name ?? functionOfArn(uri);
}
