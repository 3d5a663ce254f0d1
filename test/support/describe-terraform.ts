/**
 * From the Terraform module back to a description of what it makes, in the words of CloudFormation, by HashiCorp's own HCL parser.
 * What of a resource is not compared with the other deployments is an error, unless it is named here.
 */
import { readFileSync, readdirSync } from "node:fs";
import { parse as parseHcl } from "@cdktf/hcl2json";

import { evaluateExpression } from "../../src/templates/terraform/evaluate-expression.ts";
import { normalPolicies, sorted, type Described, type Fields } from "./describe-template.ts";

/** Names, which CloudFormation chooses itself, and what says the same of both: the other half of a pair of resources. */
const NOT_COMPARED =
  /\.(?:function_name|name|name_prefix|bucket_prefix|alarm_name|log_format|log_group\.name)$|^aws_s3_bucket_\w+\.agent\.bucket$|^aws_iam_role_policy\.\w+\.role$/;

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

/** The text of a module: of all its files. */
export function readTerraform(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tf"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"))
    .join("\n");
}

/** A Terraform module with every variable given, or the default where it is not, in the words of CloudFormation. */
export async function describeTerraform(module: string, variables: Fields): Promise<Described> {
  const tree = (await parseHcl("main.tf", module)) as {
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
    return watched(resolve(rest), `${type}.${name}`, unread) as Fields;
  };
  const unread = new Set<string>();
  const seen = new Set<string>();
  const text = JSON.stringify(toCloudFormation(block));
  // The ARN that CloudFormation tells of a log group ends in a star already.
  const described = JSON.parse(text.replaceAll("<log-group.Arn>:*", "<log-group.Arn>")) as Described;
  for (const [type, named] of Object.entries(tree.resource)) {
    for (const name of Object.keys(named))
      if (!seen.has(`${type}.${name}`)) throw new Error(`why is there a ${type}.${name}?`);
  }
  const uncompared = [...unread].filter((path) => !NOT_COMPARED.test(path));
  if (uncompared.length > 0) throw new Error(`nobody compares ${uncompared.join(", ")}`);
  return sorted(described);
}

/** The value, which takes what is read of it out of `unread`. */
function watched(value: unknown, path: string, unread: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => watched(item, path, unread));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, watched(item, `${path}.${name}`, unread)]),
  );
  for (const name of Object.keys(fields)) unread.add(`${path}.${name}`);
  return new Proxy(fields, {
    get: (target, name, receiver) => {
      unread.delete(`${path}.${String(name)}`);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
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
      ...(fn["kms_key_arn"] === null ? {} : { KmsKeyArn: fn["kms_key_arn"] }),
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
