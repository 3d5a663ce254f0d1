import { spawnSync } from "node:child_process";

import type { Template } from "./describe-template.ts";

/** What `sam validate` does: the template through AWS's own translator, with an address in the place of the local code. */
const PROGRAM = `
import json, sys
from samtranslator.parser.parser import Parser
from samtranslator.public.exceptions import InvalidDocumentException
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse
def translated(text):
    template = yaml_parse(text)
    for resource in template["Resources"].values():
        if "CodeUri" in resource.get("Properties", {}):
            resource["Properties"]["CodeUri"] = "s3://bucket/key"
    try:
        return {"template": Translator({}, Parser()).translate(template, {}), "problems": []}
    except InvalidDocumentException as error:
        return {"template": None, "problems": [cause.message for cause in error.causes]}
print(json.dumps([translated(text) for text in json.load(sys.stdin)]))
`;

const run = (program: string, input: string) =>
  spawnSync("python3", ["-W", "ignore", "-c", program], {
    input,
    encoding: "utf8",
    env: { ...process.env, AWS_DEFAULT_REGION: "eu-west-1" },
  });

/** Whether there is a Python with AWS's translator (the package aws-sam-translator). */
export function hasSamTranslator(): boolean {
  return (
    run("from importlib.util import find_spec; exit(find_spec('samtranslator') is None)", "").status === 0
  );
}

interface Translated {
  readonly template: Template | null;
  readonly problems: readonly string[];
}

/** What CloudFormation would be given of SAM templates, or why it is given nothing; all at once, since starting takes longest. */
export function translateSam(texts: readonly string[]): Translated[] {
  const { status, stdout, stderr } = run(PROGRAM, JSON.stringify(texts));
  if (status !== 0) throw new Error(`the translator ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Translated[];
}
