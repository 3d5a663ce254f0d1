import { cdk } from "./cdk/cdk.ts";
import { cli } from "./cli/cli.ts";
import { cloudformationJson, cloudformationYaml } from "./cloudformation/cloudformation.ts";
import { sam } from "./cloudformation/sam.ts";
import type { Emitter } from "./emitter.ts";
import { json } from "./json.ts";
import { terraformHcl, terraformJson } from "./terraform/terraform.ts";

/** In the order of `--help`. */
export const EMITTERS: readonly Emitter[] = [
  cloudformationYaml,
  cloudformationJson,
  sam,
  terraformHcl,
  terraformJson,
  cdk,
  cli,
  json,
];
