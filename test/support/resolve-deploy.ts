/**
 * From the three deployments back to one description of what they make, by readers that share nothing with what wrote them: the yaml
 * package, aws-cdk-lib's synthesis, HashiCorp's own HCL parser.
 */
import { readFileSync, readdirSync } from "node:fs";
import { parse as parseHcl } from "@cdktf/hcl2json";
import { parse as parseYaml } from "yaml";
import { evaluateExpression } from "../../src/templates/terraform/evaluate-expression.ts";

type Fields = Record<string, unknown>;

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
    { readonly Type: string; readonly Properties: Fields; readonly DeletionPolicy?: string }
  >;
}

export function readSam(path: string): Template {
  return parseYaml(readFileSync(path, "utf8"), {
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
  for (const [id, { Type, Properties, DeletionPolicy }] of resources) {
    const role = roles.get(id) ?? "";
    const own = resolve(Properties ?? {}) as Fields;
    if (Type === "AWS::Serverless::Function") {
      const { CodeUri: _code, EventInvokeConfig, DeadLetterQueue, ...rest } = own;
      put(role, { ...rest, DeadLetterConfig: { TargetArn: (DeadLetterQueue as Fields)["TargetArn"] } });
      put("invoke", { ...(EventInvokeConfig as Fields), FunctionName: `<${role}>` });
    } else if (Type === "AWS::Lambda::Function") {
      const { Code: _code, ...rest } = own;
      put(role, rest);
    } else if (Type === "AWS::Lambda::EventInvokeConfig") {
      const { Qualifier: _latest, ...rest } = own;
      put(role, rest);
    } else if (Type === "AWS::S3::BucketPolicy" || Type === "AWS::IAM::Role") {
      put(role, normalPolicies(own));
    } else put(role, own);
    if (Type === "AWS::S3::Bucket") {
      if (DeletionPolicy !== "Retain") throw new Error("the bucket goes with the stack");
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
function normalPolicies(properties: Fields): Fields {
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
function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => sorted(one)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, one]) => [name, sorted(one as unknown)]),
  ) as T;
}

const ROLE_OF_ADDRESS: Readonly<Record<string, string>> = {
  "aws_lambda_function.agent": "function",
  "aws_cloudwatch_log_group.agent": "log-group",
  "aws_iam_role.function": "function-role",
  "aws_iam_role.timer": "timer-role",
  "aws_s3_bucket.agent": "bucket",
  "aws_sqs_queue.dead_letters": "dead-letters",
};
/** What an attribute is called in CloudFormation; "": what Ref gives. */
const ATTRIBUTES: Readonly<Record<string, string>> = { arn: "Arn", id: "", name: "", function_name: "" };

/** A Terraform module with every variable given, or the default where it is not, in the words of CloudFormation. */
export async function describeTerraform(folder: string, variables: Fields): Promise<Described> {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith(".tf"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
  const tree = (await parseHcl("main.tf", texts.join("\n"))) as {
    variable: Record<string, [Fields]>;
    locals: Fields[];
    resource: Record<string, Record<string, [Fields]>>;
  };
  for (const name of Object.keys(variables)) {
    if (!(name in tree.variable)) throw new Error(`no variable is called ${name}`);
  }
  const locals: Fields = Object.assign({}, ...tree.locals) as Fields;
  const reference = (text: string): unknown => {
    const [head = "", name = "", attribute = ""] = text.split(".");
    if (head === "var") {
      const declared = tree.variable[name]?.[0];
      if (!declared) throw new Error(`no variable is called ${name}`);
      return name in variables ? variables[name] : declared["default"];
    }
    if (head === "data") return DATA[text];
    if (head === "local") {
      if (!(name in locals)) throw new Error(`no local is called ${name}`);
      return resolve(locals[name]);
    }
    const role = ROLE_OF_ADDRESS[`${head}.${name}`];
    if (role === undefined || !(attribute in ATTRIBUTES) || !tree.resource[head]?.[name]) {
      throw new Error(`nothing is called ${text}`);
    }
    // The name of a queue is an attribute there, and the reference is its address.
    if (role === "dead-letters" && attribute === "name") return "<dead-letters.QueueName>";
    return `<${role}${ATTRIBUTES[attribute] === "" ? "" : `.${ATTRIBUTES[attribute]}`}>`;
  };
  const evaluated = (text: string): unknown => {
    const json = /^jsonencode\((.*)\)$/s.exec(text);
    const value = evaluateExpression(json?.[1] ?? text, { reference, template });
    if (value === undefined) throw new Error(`cannot evaluate ${text}`);
    return resolve(value);
  };
  const template = (text: string): unknown => {
    const whole = /^\$\{([^}]*)\}$/s.exec(text);
    if (whole && !text.slice(2).includes("${")) return evaluated(whole[1] ?? "");
    return text.replaceAll(/\$\{([^}]*)\}/g, (_all, inner: string) => String(evaluated(inner)));
  };
  const resolve = (value: unknown): unknown => {
    if (typeof value === "string") {
      const whole = /^\$\{(.*)\}$/s.exec(value);
      return whole && balanced(whole[1] ?? "") ? evaluated(whole[1] ?? "") : template(value);
    }
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(one)]));
  };
  const block = (type: string, name: string): Fields => {
    const found = tree.resource[type]?.[name]?.[0];
    if (!found) throw new Error(`there is no ${type}.${name}`);
    seen.add(`${type}.${name}`);
    const { filename: _file, source_code_hash: _hash, depends_on: _waits, ...rest } = found;
    return resolve(rest) as Fields;
  };
  const seen = new Set<string>();
  const text = JSON.stringify(toCloudFormation(block));
  // The ARN that CloudFormation tells of a log group ends in a star already.
  const described = JSON.parse(text.replaceAll("<log-group.Arn>:*", "<log-group.Arn>")) as Described;
  for (const [type, named] of Object.entries(tree.resource)) {
    for (const name of Object.keys(named))
      if (!seen.has(`${type}.${name}`)) throw new Error(`why is there a ${type}.${name}?`);
  }
  return sorted(described);
}

/** False where the braces of a template close before its end: "${a}/${b}". */
function balanced(inner: string): boolean {
  let depth = 0;
  for (const character of inner) {
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const DATA: Fields = {
  "data.aws_partition.current.partition": "aws",
  "data.aws_region.current.name": "eu-west-1",
  "data.aws_caller_identity.current.account_id": "111122223333",
};

const one = (value: unknown): Fields => (value as [Fields])[0];
/** `snake_case` to `PascalCase`, all the way down; names of dimensions and variables are data and stay. */
function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.replaceAll(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
      pascal(inner),
    ]),
  );
}

function toCloudFormation(block: (type: string, name: string) => Fields): Described {
  const fn = block("aws_lambda_function", "agent");
  const invoke = block("aws_lambda_function_event_invoke_config", "agent");
  const log = block("aws_cloudwatch_log_group", "agent");
  const queue = block("aws_sqs_queue", "dead_letters");
  const timer = block("aws_scheduler_schedule", "timer");
  const target = one(timer["target"]);
  block("aws_s3_bucket", "agent");
  const encryption = block("aws_s3_bucket_server_side_encryption_configuration", "agent");
  const ownership = block("aws_s3_bucket_ownership_controls", "agent");
  const access = block("aws_s3_bucket_public_access_block", "agent");
  const lifecycle = block("aws_s3_bucket_lifecycle_configuration", "agent");
  const { bucket: _bucket, ...blocked } = access;
  const role = (name: string): Fields => {
    const policy = block("aws_iam_role_policy", name);
    return normalPolicies({
      AssumeRolePolicyDocument: block("aws_iam_role", name)["assume_role_policy"],
      Policies: [{ PolicyName: policy["name"], PolicyDocument: policy["policy"] }],
    });
  };
  return {
    function: {
      Description: fn["description"],
      Handler: fn["handler"],
      Runtime: fn["runtime"],
      Architectures: fn["architectures"],
      MemorySize: fn["memory_size"],
      Timeout: fn["timeout"],
      Role: fn["role"],
      LoggingConfig: { LogGroup: one(fn["logging_config"])["log_group"] },
      DeadLetterConfig: { TargetArn: one(fn["dead_letter_config"])["target_arn"] },
      Environment: { Variables: one(fn["environment"])["variables"] },
    },
    invoke: {
      FunctionName: invoke["function_name"],
      MaximumRetryAttempts: invoke["maximum_retry_attempts"],
      MaximumEventAgeInSeconds: invoke["maximum_event_age_in_seconds"],
    },
    "log-group": { RetentionInDays: log["retention_in_days"] },
    "dead-letters": {
      MessageRetentionPeriod: queue["message_retention_seconds"],
      SqsManagedSseEnabled: queue["sqs_managed_sse_enabled"],
    },
    "function-role": role("function"),
    "timer-role": role("timer"),
    timer: {
      Description: timer["description"],
      ScheduleExpression: timer["schedule_expression"],
      ScheduleExpressionTimezone: timer["schedule_expression_timezone"],
      FlexibleTimeWindow: pascal(one(timer["flexible_time_window"])),
      Target: {
        Arn: target["arn"],
        RoleArn: target["role_arn"],
        Input: target["input"],
        DeadLetterConfig: pascal(one(target["dead_letter_config"])),
        RetryPolicy: pascal(one(target["retry_policy"])),
      },
    },
    bucket: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: one(one(encryption["rule"])["apply_server_side_encryption_by_default"])[
                "sse_algorithm"
              ],
            },
          },
        ],
      },
      OwnershipControls: { Rules: [pascal(one(ownership["rule"]))] },
      PublicAccessBlockConfiguration: pascal(blocked),
      LifecycleConfiguration: {
        Rules: (lifecycle["rule"] as Fields[]).map((rule) => ({
          Id: rule["id"],
          Status: rule["status"],
          ...(one(rule["filter"])["prefix"] === undefined ? {} : { Prefix: one(rule["filter"])["prefix"] }),
          ...(rule["expiration"] === undefined ? {} : { ExpirationInDays: one(rule["expiration"])["days"] }),
          ...(rule["abort_incomplete_multipart_upload"] === undefined
            ? {}
            : { AbortIncompleteMultipartUpload: pascal(one(rule["abort_incomplete_multipart_upload"])) }),
        })),
      },
    },
    "bucket-policy": normalPolicies({
      Bucket: block("aws_s3_bucket_policy", "agent")["bucket"],
      PolicyDocument: block("aws_s3_bucket_policy", "agent")["policy"],
    }),
    "alarm-failure": alarmOf(block("aws_cloudwatch_metric_alarm", "failure")),
    "alarm-silence": alarmOf(block("aws_cloudwatch_metric_alarm", "silence")),
    "alarm-deadletter": alarmOf(block("aws_cloudwatch_metric_alarm", "dead_letter")),
  };
}

function alarmOf({
  alarm_name: _name,
  metric_query: queries,
  dimensions,
  ok_actions: ok,
  alarm_actions: alarm,
  ...rest
}: Fields): Fields {
  const toDimensions = (value: unknown) =>
    Object.entries(value as Record<string, string>).map(([Name, Value]) => ({ Name, Value }));
  const isTold = (alarm as unknown[]).length > 0;
  return {
    ...(pascal(rest) as Fields),
    ...(isTold ? { AlarmActions: alarm, OKActions: ok } : {}),
    ...(dimensions === undefined ? {} : { Dimensions: toDimensions(dimensions) }),
    ...(queries === undefined
      ? {}
      : {
          Metrics: (queries as Fields[]).map(({ metric, ...query }) => {
            if (metric === undefined) return pascal(query);
            const { period, stat, dimensions: own, ...named } = one(metric);
            return {
              ...(pascal(query) as Fields),
              MetricStat: {
                Metric: { ...(pascal(named) as Fields), Dimensions: toDimensions(own) },
                Period: period,
                Stat: stat,
              },
            };
          }),
        }),
  };
}
