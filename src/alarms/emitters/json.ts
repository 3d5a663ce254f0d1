import { jsonText } from "./json-text.ts";
import { prepareAlarms } from "./prepare-alarms.ts";
import type { Emitter } from "./emitter.ts";
import { completeDefinition } from "./complete-definition.ts";

/** What every alarms command reads. Without alarms it is an empty list, for nothing has to be deployed. */
export const json: Emitter = {
  format: "json",
  summary: "Gatewatch's own JSON, with the reason for every number",
  emit: (specs, options) => {
    if (specs.length > 0) prepareAlarms(specs, options);
    const alarms = specs.map((spec) => ({
      ...spec,
      definition: completeDefinition(spec.definition, options),
    }));
    return [{ path: `${options.name}.json`, text: `${jsonText({ schemaVersion: 1, alarms }, 2)}\n` }];
  },
};
