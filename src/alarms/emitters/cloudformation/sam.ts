import type { Emitter } from "../emitter.ts";
import { emitTemplates } from "./emit-templates.ts";
import { writeYaml } from "./write-yaml.ts";

export const sam: Emitter = {
  format: "sam",
  summary: "an AWS SAM template",
  emit: (specs, options) =>
    emitTemplates(specs, options, {
      transform: "AWS::Serverless-2016-10-31",
      extension: "yaml",
      nested: (path, parameters) => ({
        Type: "AWS::Serverless::Application",
        Properties: { Location: path, ...(Object.keys(parameters).length > 0 && { Parameters: parameters }) },
      }),
      write: writeYaml,
    }),
};
