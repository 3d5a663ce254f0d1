import { spawnSync } from "node:child_process";

import type { Template } from "./describe-template.ts";

/** What `sam validate` does: the template through AWS's own translator, with an address in the place of the local code. */
const PROGRAM = `
import json, sys
from samtranslator.parser.parser import Parser
from samtranslator.public.exceptions import InvalidDocumentException
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse
template = yaml_parse(sys.stdin.read())
for resource in template["Resources"].values():
    if "CodeUri" in resource.get("Properties", {}):
        resource["Properties"]["CodeUri"] = "s3://bucket/key"
try:
    print(json.dumps({"template": Translator({}, Parser()).translate(template, {}), "problems": []}))
except InvalidDocumentException as error:
    print(json.dumps({"template": None, "problems": [cause.message for cause in error.causes]}))
`;

const run = (program: string, input: string) =>
  spawnSync("python3", ["-W", "ignore", "-c", program], {
    input,
    encoding: "utf8",
    env: { ...process.env, AWS_DEFAULT_REGION: "eu-west-1" },
  });

/** Whether there is a Python with AWS's translator (the package aws-sam-translator). */
export function hasSamTranslator(): boolean {
  return run("import samtranslator", "").status === 0;
}

/** What CloudFormation would be given of a SAM template, and why it is given nothing. */
export function translateSam(text: string): {
  readonly template: Template | null;
  readonly problems: readonly string[];
} {
  const { status, stdout, stderr } = run(PROGRAM, text);
  if (status !== 0) throw new Error(`the translator ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as ReturnType<typeof translateSam>;
}
