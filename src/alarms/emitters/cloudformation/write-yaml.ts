import { commentMembers, styledDocument, styledText } from "./styled-yaml.ts";
import type { Template } from "./template.ts";

/** Comments hold what each resource is for. */
export function writeYaml(template: Template): string {
  const { description, transform, parameters, resources, outputs } = template;
  const document = styledDocument({
    AWSTemplateFormatVersion: "2010-09-09",
    ...(transform !== null && { Transform: transform }),
    Description: description,
    ...(Object.keys(parameters).length > 0 && { Parameters: parameters }),
    Resources: Object.fromEntries(resources.map(({ id, resource }) => [id, resource])),
    ...(Object.keys(outputs).length > 0 && { Outputs: outputs }),
  });
  commentMembers(document.get("Resources"), new Map(resources.map(({ id, comment }) => [id, comment])));
  return styledText(document);
}
