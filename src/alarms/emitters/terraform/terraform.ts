import type { Emitter } from "../emitter.ts";
import { planBlocks } from "./plan-blocks.ts";
import { writeHcl } from "./write-hcl.ts";
import { writeTerraformJson } from "./write-terraform-json.ts";

export const terraformHcl: Emitter = {
  format: "terraform",
  summary: "Terraform resources in HCL",
  emit: (specs, options) => [{ path: `${options.name}.tf`, text: writeHcl(planBlocks(specs, options)) }],
};

export const terraformJson: Emitter = {
  format: "terraform-json",
  summary: "Terraform resources in JSON",
  emit: (specs, options) => [
    { path: `${options.name}.tf.json`, text: writeTerraformJson(planBlocks(specs, options)) },
  ],
};
