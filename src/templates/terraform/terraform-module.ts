import { isRecord, listOf, recordOf } from "../../core/is-record.ts";

type Members = Readonly<Record<string, unknown>>;

/** A file of a module in the form that hcl2json and Terraform's own JSON syntax share. */
export interface TerraformFile {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
}

export interface TerraformResource {
  /** "aws_cloudwatch_metric_alarm.errors". */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly body: Members;
  readonly file: string;
}

/** All files of one folder, which Terraform reads as one. */
export interface TerraformModule {
  readonly resources: ReadonlyMap<string, TerraformResource>;
  readonly variables: ReadonlyMap<string, Members>;
  readonly locals: ReadonlyMap<string, unknown>;
}

export function toModule(files: readonly TerraformFile[]): TerraformModule {
  const resources = new Map<string, TerraformResource>();
  const variables = new Map<string, Members>();
  const locals = new Map<string, unknown>();
  for (const { file, value } of files) {
    for (const [type, named] of blocks(recordOf(value)["resource"])) {
      for (const [name, body] of blocks(named)) {
        const address = `${type}.${name}`;
        resources.set(address, { address, type, name, body: firstOf(body), file });
      }
    }
    for (const [name, body] of blocks(recordOf(value)["variable"])) variables.set(name, firstOf(body));
    for (const [name, local] of blocks(recordOf(value)["locals"])) locals.set(name, local);
  }
  return { resources, variables, locals };
}

/** Members of a block, which may be an object or a list of such. */
function blocks(value: unknown): [string, unknown][] {
  return Array.isArray(value) ? value.flatMap(blocks) : Object.entries(recordOf(value));
}

function firstOf(value: unknown): Members {
  return isRecord(value) ? value : recordOf(listOf(value)[0]);
}
