import { listOf, recordOf } from "../../core/is-record.ts";

type Members = Readonly<Record<string, unknown>>;

export interface PlannedResource {
  readonly resource: Members;
  /** The configuration of the module that it stands in. */
  readonly module: Members;
}

/** The resources of what `terraform show -json` prints of a plan or a state, child modules included. */
export function plannedResources(plan: Members): PlannedResource[] {
  const values = recordOf(plan["planned_values"] ?? plan["values"]);
  return resourcesOf(values["root_module"], recordOf(recordOf(plan["configuration"])["root_module"]));
}

function resourcesOf(module: unknown, configuration: Members): PlannedResource[] {
  const { resources, child_modules: children } = recordOf(module);
  const own = listOf(resources).map((resource) => ({ resource: recordOf(resource), module: configuration }));
  const calls = recordOf(configuration["module_calls"]);
  const inner = listOf(children).flatMap((child) => {
    const { address } = recordOf(child);
    // module.alarms["eu"] is one of the instances of the call "alarms".
    const name = /(?:^|\.)module\.([^.[\]]+)(?:\[[^\]]*\])?$/.exec(String(address))?.[1] ?? "";
    return resourcesOf(child, recordOf(recordOf(calls[name])["module"]));
  });
  return [...own, ...inner];
}

/** What the configuration says of a resource, by argument. */
export function expressionsOf({ type, name }: Members, module: Members): Members {
  const found = listOf(module["resources"]).find(
    (resource) => recordOf(resource)["type"] === type && recordOf(resource)["name"] === name,
  );
  return recordOf(recordOf(found)["expressions"]);
}
