import type { Emitter } from "../emitter.ts";
import { emitTemplates } from "./emit-templates.ts";
import type { TemplateResource, TemplateValue } from "./template.ts";
import { writeJson } from "./write-json.ts";
import { writeYaml } from "./write-yaml.ts";

function nestedStack(path: string, parameters: Readonly<Record<string, TemplateValue>>): TemplateResource {
  return {
    Type: "AWS::CloudFormation::Stack",
    // "aws cloudformation package" uploads what a relative path names and puts its address here.
    Properties: { TemplateURL: path, ...(Object.keys(parameters).length > 0 && { Parameters: parameters }) },
  };
}

export const cloudformationYaml: Emitter = {
  format: "cloudformation",
  summary: "a CloudFormation template in YAML",
  emit: (specs, options) =>
    emitTemplates(specs, options, {
      transform: null,
      extension: "yaml",
      nested: nestedStack,
      write: writeYaml,
    }),
};

export const cloudformationJson: Emitter = {
  format: "cloudformation-json",
  summary: "a CloudFormation template in JSON",
  emit: (specs, options) =>
    emitTemplates(specs, options, {
      transform: null,
      extension: "json",
      nested: nestedStack,
      write: writeJson,
    }),
};
