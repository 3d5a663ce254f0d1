import { jsonText } from "../json-text.ts";
import type { Template } from "./template.ts";

/** JSON has no comments, so what each resource is for stands in its Metadata. */
export function writeJson(template: Template): string {
  const { description, transform, parameters, resources, outputs } = template;
  const value = {
    AWSTemplateFormatVersion: "2010-09-09",
    ...(transform !== null && { Transform: transform }),
    Description: description,
    ...(Object.keys(parameters).length > 0 && { Parameters: parameters }),
    Resources: Object.fromEntries(
      resources.map(({ id, comment, resource: { Type, ...rest } }) => [
        id,
        { Type, ...(comment !== "" && { Metadata: { Gatewatch: { Why: comment } } }), ...rest },
      ]),
    ),
    ...(Object.keys(outputs).length > 0 && { Outputs: outputs }),
  };
  return `${jsonText(value, 2)}\n`;
}
