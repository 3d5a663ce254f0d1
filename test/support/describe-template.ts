/**
 * From a template (of SAM, or what the CDK synthesizes) back to a description of what it makes, by readers that share nothing with
 * what wrote it. describe-terraform.ts gives the same of the module.
 */
import { readFileSync } from "node:fs";
import { parse as parseYaml } from "yaml";

export type Fields = Record<string, unknown>;

/** What is told, in the words of CloudFormation; a reference to a resource is its role here and its attribute. */
export type Described = Readonly<Record<string, Fields>>;

const tag = (name: string, key: string) => ({
  tag: `!${name}`,
  resolve: (text: string) => ({ [key]: key === "Fn::GetAtt" ? text.split(".") : text }),
});
const collectionTag = (name: string, key: string) => ({
  tag: `!${name}`,
  collection: "seq" as const,
  resolve: (node: { toJSON(): unknown }) => ({ [key]: node.toJSON() }),
});

export interface Template {
  readonly Parameters?: Fields;
  readonly Conditions?: Fields;
  readonly Resources: Record<
    string,
    {
      readonly Type: string;
      readonly Properties: Fields;
      readonly DeletionPolicy?: string;
      readonly UpdateReplacePolicy?: string;
    }
  >;
}

export function readSam(path: string): Template {
  return parseSam(readFileSync(path, "utf8"));
}

export function parseSam(text: string): Template {
  return parseYaml(text, {
    version: "1.1",
    customTags: [
      tag("Ref", "Ref"),
      tag("Sub", "Fn::Sub"),
      tag("GetAtt", "Fn::GetAtt"),
      collectionTag("If", "Fn::If"),
      collectionTag("Join", "Fn::Join"),
      collectionTag("Not", "Fn::Not"),
      collectionTag("Equals", "Fn::Equals"),
    ],
  }) as Template;
}

const PSEUDO: Fields = {
  "AWS::Region": "eu-west-1",
  "AWS::AccountId": "111122223333",
  "AWS::Partition": "aws",
  "AWS::NoValue": undefined,
};

/** A template with every parameter given, or the default where it is not. */
export function describeTemplate(template: Template, parameters: Fields): Described {
  const resources = Object.entries(template.Resources);
  const roles = new Map(resources.map(([id, one]) => [id, roleOf(one.Type, one.Properties, id)]));
  const values: Fields = { ...PSEUDO };
  for (const [name, declared] of Object.entries(template.Parameters ?? {})) {
    values[name] = parameters[name] ?? (declared as Fields)["Default"];
    if (values[name] === "" && (declared as Fields)["Type"] === "CommaDelimitedList") values[name] = [""];
  }
  for (const name of Object.keys(parameters)) {
    if (!(name in values)) throw new Error(`no parameter is called ${name}`);
  }
  const reference = (id: string, attribute: string): unknown => {
    if (attribute === "" && id in values) return values[id];
    const role = roles.get(id);
    if (role === undefined) throw new Error(`nothing is called ${id}`);
    return `<${role}${attribute === "" ? "" : `.${attribute}`}>`;
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve).filter((one) => one !== undefined);
    if (typeof value !== "object" || value === null) return value;
    const [[key, inner] = ["", undefined], ...more] = Object.entries(value) as [string, unknown][];
    if (more.length === 0) {
      if (key === "Ref") return reference(String(inner), "");
      if (key === "Fn::GetAtt")
        return reference(String((inner as unknown[])[0]), String((inner as unknown[])[1]));
      if (key === "Fn::Sub") {
        return String(inner).replaceAll(/\$\{([^}]+)\}/g, (_all, name: string) => {
          const [id = "", attribute = ""] = name.split(".");
          return String(reference(id, attribute));
        });
      }
      if (key === "Fn::Join") {
        const [glue, parts] = inner as [string, unknown];
        return (resolve(parts) as unknown[]).map(String).join(glue);
      }
      if (key === "Fn::Equals") {
        const [left, right] = resolve(inner) as unknown[];
        return JSON.stringify(left) === JSON.stringify(right);
      }
      if (key === "Fn::Not") return (resolve(inner) as unknown[])[0] !== true;
      if (key === "Fn::If") {
        const [condition, whenTrue, whenFalse] = inner as [string, unknown, unknown];
        return resolve(resolve(template.Conditions?.[condition]) === true ? whenTrue : whenFalse);
      }
    }
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, one]): [string, unknown] => [name, resolve(one)])
        .filter(([, one]) => one !== undefined),
    );
  };
  const described: Record<string, Fields> = {};
  const put = (role: string, fields: Fields): void => {
    described[role] = { ...described[role], ...fields };
  };
  for (const [id, { Type, Properties, DeletionPolicy, UpdateReplacePolicy }] of resources) {
    const role = roles.get(id) ?? "";
    const own = resolve(Properties ?? {}) as Fields;
    if (Type === "AWS::Serverless::Function") {
      const { CodeUri: _code, EventInvokeConfig, DeadLetterQueue, ...rest } = own;
      const { Type: kind, ...deadLetters } = DeadLetterQueue as Fields;
      if (kind !== "SQS") throw new Error(`dead letters go to ${String(kind)}`);
      put(role, { ...rest, DeadLetterConfig: deadLetters });
      put("invoke", { ...(EventInvokeConfig as Fields), FunctionName: `<${role}>` });
    } else if (Type === "AWS::Lambda::Function") {
      // SAM leaves its mark on what it makes.
      const { Code: _code, Tags: _mark, ...rest } = own;
      put(role, rest);
    } else if (Type === "AWS::Lambda::EventInvokeConfig") {
      const { Qualifier: _latest, DestinationConfig: none = {}, ...rest } = own;
      if (Object.keys(none as Fields).length > 0) throw new Error("a run's end is told to somebody");
      put(role, rest);
    } else if (Type === "AWS::S3::BucketPolicy" || Type === "AWS::IAM::Role") {
      put(role, normalPolicies(own));
    } else put(role, own);
    if (Type === "AWS::S3::Bucket") {
      const isKept = DeletionPolicy === "Retain" && UpdateReplacePolicy === "Retain";
      if (!isKept) throw new Error("the bucket goes with the stack");
    }
  }
  return sorted(described);
}

/** What a resource is for, so that logical ids may differ. */
function roleOf(type: string, properties: Fields, id: string): string {
  if (type === "AWS::IAM::Role") {
    return JSON.stringify(properties).includes("scheduler.amazonaws.com") ? "timer-role" : "function-role";
  }
  const alarm = /(Failure|Silence|DeadLetter)Alarm/.exec(id)?.[1];
  const role = {
    "AWS::Serverless::Function": "function",
    "AWS::Lambda::Function": "function",
    "AWS::Lambda::EventInvokeConfig": "invoke",
    "AWS::Logs::LogGroup": "log-group",
    "AWS::S3::Bucket": "bucket",
    "AWS::S3::BucketPolicy": "bucket-policy",
    "AWS::SQS::Queue": "dead-letters",
    "AWS::Scheduler::Schedule": "timer",
    "AWS::CloudWatch::Alarm": `alarm-${alarm?.toLowerCase()}`,
  }[type];
  if (role === undefined) throw new Error(`why is there a ${type}?`);
  return role;
}

/** A statement has several spellings that mean the same: one action or a list of one, a principal as "*" or {AWS: "*"}. */
export function normalPolicies(properties: Fields): Fields {
  const normal = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(normal);
    if (typeof value !== "object" || value === null) return value;
    const fields = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, normal(one)]));
    if (!("Effect" in fields)) return fields;
    const { Sid: _sid, ...rest } = fields;
    const principal = JSON.stringify(rest["Principal"]) === '{"AWS":"*"}' ? "*" : rest["Principal"];
    const list = (one: unknown): string[] => ([one].flat() as string[]).toSorted();
    return {
      ...rest,
      ...(principal === undefined ? {} : { Principal: principal }),
      Action: list(rest["Action"]),
      ...(rest["Resource"] === undefined ? {} : { Resource: list(rest["Resource"]) }),
    };
  };
  const { PolicyDocument, AssumeRolePolicyDocument, Policies, Bucket } = normal(properties) as Fields;
  return {
    ...(PolicyDocument === undefined ? {} : { PolicyDocument, Bucket }),
    ...(AssumeRolePolicyDocument === undefined ? {} : { AssumeRolePolicyDocument }),
    ...(Policies === undefined ? {} : { Policies }),
  };
}

/** Keys in order, so that differences are of meaning. */
export function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => sorted(one)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, one]) => [name, sorted(one as unknown)]),
  ) as T;
}
