/**
 * From emitted texts back to the fields of PutMetricAlarm and PutCompositeAlarm, by readers that share nothing with what wrote
 * them: the yaml package in YAML 1.1, HashiCorp's own HCL parser, bash, the TypeScript compiler with aws-cdk-lib.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse as parseHcl } from "@cdktf/hcl2json";
import { parse as parseYaml } from "yaml";
import type { EmittedFile } from "../../src/model/emit.ts";
import { canonical, filterNameOf, TOPIC_ARNS } from "./emitted-alarms.ts";

type Fields = Record<string, unknown>;
export interface Resolved {
  /** By AlarmName, canonical. */
  readonly alarms: Map<string, Fields>;
  /** AlarmNames in the order in which they come to exist; undefined where the dialect leaves that to dependencies. */
  readonly order?: readonly string[];
  readonly dashboards: Map<string, unknown>;
  /** What PutMetricFilter is given, by log group and name, canonical. */
  readonly filters: Map<string, Fields>;
  /** Names of alarms that the text tells to others; undefined where they are not read here. */
  readonly exported?: readonly string[];
}

/** As CloudFormation and the CDK spell PutMetricFilter: each name begins with a capital. */
function filterOf(properties: Fields): Fields {
  const lower = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(lower);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name.charAt(0).toLowerCase() + name.slice(1),
        lower(inner),
      ]),
    );
  };
  return canonical(lower(properties) as Fields);
}

/** A text, or "" for what is none: then nothing is found under that name. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const root = resolve(import.meta.dirname, "../..");
const PSEUDO: Fields = {
  "AWS::Region": "eu-west-1",
  "AWS::AccountId": "111122223333",
  "AWS::Partition": "aws",
};
const tag = (name: string, key: string) => ({ tag: name, resolve: (text: string) => ({ [key]: text }) });

/** Templates, the parent first. Checks that what is waited for is there. */
export function resolveTemplates(files: readonly EmittedFile[]): Resolved {
  const parsed = new Map(
    files.map(({ path, text }) => [
      path,
      (path.endsWith(".json")
        ? JSON.parse(text)
        : parseYaml(text, {
            version: "1.1",
            customTags: [tag("!Ref", "Ref"), tag("!Sub", "Fn::Sub")],
          })) as Fields,
    ]),
  );
  const result = {
    alarms: new Map<string, Fields>(),
    dashboards: new Map<string, unknown>(),
    filters: new Map<string, Fields>(),
  };
  const arns = Object.fromEntries(
    Object.entries(TOPIC_ARNS).map(([name, arn]) => [
      { page: "PageTopicArn" }[name] ?? "LowTicketTopicArn",
      arn,
    ]),
  );
  visitTemplate(files[0]!.path, { ...PSEUDO, ...arns }, parsed, result);
  return result;
}

function visitTemplate(
  path: string,
  given: Fields,
  files: ReadonlyMap<string, Fields>,
  result: Resolved,
): void {
  const template = files.get(path);
  if (!template) throw new Error(`no file ${path}`);
  const declared = Object.keys((template["Parameters"] as Fields | undefined) ?? {});
  const values: Fields = { ...PSEUDO };
  for (const name of declared) {
    if (given[name] === undefined) throw new Error(`${path}: nobody gives ${name}`);
    values[name] = given[name];
  }
  const resources = template["Resources"] as Record<
    string,
    { Type: string; DependsOn?: string[]; Properties: Fields }
  >;
  for (const [id, { Type, DependsOn = [], Properties }] of Object.entries(resources)) {
    for (const other of DependsOn)
      if (!resources[other]) throw new Error(`${id} waits for ${other}, which is not here`);
    const properties = intrinsics(Properties, values) as Fields;
    if (Type === "AWS::CloudFormation::Stack" || Type === "AWS::Serverless::Application") {
      const location = textOf(properties["TemplateURL"] ?? properties["Location"]);
      visitTemplate(location.replace("./", ""), (properties["Parameters"] ?? {}) as Fields, files, result);
    } else if (Type === "AWS::CloudWatch::Dashboard") {
      result.dashboards.set(
        textOf(properties["DashboardName"]),
        JSON.parse(textOf(properties["DashboardBody"])),
      );
    } else if (Type === "AWS::Logs::MetricFilter") {
      const filter = filterOf(properties);
      result.filters.set(filterNameOf(filter), filter);
    } else {
      result.alarms.set(textOf(properties["AlarmName"]), canonical(properties));
    }
  }
}

function intrinsics(value: unknown, values: Fields): unknown {
  if (Array.isArray(value)) return value.map((item) => intrinsics(item, values));
  if (typeof value !== "object" || value === null) return value;
  const known = (name: string) => {
    if (values[name] === undefined) throw new Error(`nothing is called ${name}`);
    return values[name];
  };
  const { Ref: ref, "Fn::Sub": sub, "Fn::Join": joined } = value as Fields;
  if (ref !== undefined) return known(textOf(ref));
  if (sub !== undefined)
    return textOf(sub).replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => textOf(known(name)));
  if (joined !== undefined) {
    const [glue, parts] = joined as [string, unknown[]];
    return parts.map((part) => textOf(intrinsics(part, values))).join(glue);
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, intrinsics(inner, values)]));
}

/** HCL is first turned into Terraform's JSON by HashiCorp's parser, which keeps templates as they are. */
export async function resolveTerraform(files: readonly EmittedFile[]): Promise<Resolved> {
  const { path, text } = files[0]!;
  const tree = (path.endsWith(".json") ? JSON.parse(text) : await parseHcl(path, text)) as {
    variable?: Fields;
    resource: Record<string, Record<string, Fields | Fields[]>>;
  };
  const variables = new Map(
    Object.entries(TOPIC_ARNS).map(([name, arn]) => [`var.${name.replaceAll("-", "_")}_topic_arn`, arn]),
  );
  for (const name of Object.keys(tree.variable ?? {})) {
    if (!variables.has(`var.${name}`)) throw new Error(`a variable that nobody gives: ${name}`);
  }
  const result = {
    alarms: new Map<string, Fields>(),
    dashboards: new Map<string, unknown>(),
    filters: new Map<string, Fields>(),
  };
  const addresses = new Map<string, string>();
  const bodies = Object.entries(tree.resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]) => ({ type, name, body: [body].flat()[0]! })),
  );
  for (const { type, name, body } of bodies) {
    addresses.set(`${type}.${name}`, terraformText(textOf(body["alarm_name"] ?? ""), variables));
  }
  for (const { type, body } of bodies) {
    for (const reference of [body["depends_on"] ?? []].flat()) {
      const address = textOf(reference).replace(/^\$\{(.*)\}$/, "$1");
      if (!addresses.has(address)) throw new Error(`waits for ${address}, which is not here`);
    }
    if (type === "aws_cloudwatch_dashboard") {
      const text_ = terraformText(textOf(body["dashboard_body"]), variables, (reference) => {
        const name = addresses.get(reference.replace(/\.arn$/, ""));
        if (name === undefined) throw new Error(`no resource ${reference}`);
        return `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${JSON.stringify(name).slice(1, -1)}`;
      });
      result.dashboards.set(terraformText(textOf(body["dashboard_name"]), variables), JSON.parse(text_));
      continue;
    }
    if (type === "aws_cloudwatch_log_metric_filter") {
      const filter = terraformFilter(body, variables);
      result.filters.set(filterNameOf(filter), filter);
      continue;
    }
    const fields = canonical(terraformFields(body, variables));
    result.alarms.set(textOf(fields["AlarmName"]), fields);
  }
  return result;
}

/** The template language as Terraform documents it: $${ and %%{ are texts, ${x} is a reference. */
function terraformText(
  text: string,
  variables: ReadonlyMap<string, string>,
  lookUp: (reference: string) => string = (reference) => {
    const value = variables.get(reference);
    if (value === undefined) throw new Error(`an unknown reference: ${reference}`);
    return value;
  },
): string {
  return text.replaceAll(/\$\$\{|%%\{|\$\{([^}]*)\}|%\{/g, (sign, reference?: string) => {
    if (sign === "%{") throw new Error(`a directive in ${text}`);
    return reference === undefined ? sign.slice(1) : lookUp(reference);
  });
}

const TERRAFORM_FIELDS: Record<string, string> = {
  alarm_name: "AlarmName",
  alarm_description: "AlarmDescription",
  alarm_rule: "AlarmRule",
  namespace: "Namespace",
  metric_name: "MetricName",
  statistic: "Statistic",
  extended_statistic: "ExtendedStatistic",
  period: "Period",
  unit: "Unit",
  comparison_operator: "ComparisonOperator",
  threshold: "Threshold",
  threshold_metric_id: "ThresholdMetricId",
  evaluation_periods: "EvaluationPeriods",
  datapoints_to_alarm: "DatapointsToAlarm",
  treat_missing_data: "TreatMissingData",
  evaluate_low_sample_count_percentiles: "EvaluateLowSampleCountPercentile",
  actions_enabled: "ActionsEnabled",
  alarm_actions: "AlarmActions",
  ok_actions: "OKActions",
  insufficient_data_actions: "InsufficientDataActions",
};
const QUERY_FIELDS: Record<string, string> = {
  id: "Id",
  expression: "Expression",
  label: "Label",
  period: "Period",
  account_id: "AccountId",
  return_data: "ReturnData",
};

function terraformFields(body: Fields, variables: ReadonlyMap<string, string>): Fields {
  const text = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(text)
      : typeof value === "string"
        ? terraformText(value, variables)
        : value;
  const pairs = (value: unknown, name: string, of: string) =>
    Object.entries(value as Fields).map(([key, inner]) => ({ [name]: text(key), [of]: text(inner) }));
  const fields: Fields = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === "//" || name === "depends_on") continue;
    if (name === "dimensions") fields["Dimensions"] = pairs(value, "Name", "Value");
    else if (name === "tags") fields["Tags"] = pairs(value, "Key", "Value");
    else if (name === "actions_suppressor") {
      const { alarm, wait_period: wait, extension_period: extension } = (value as Fields[])[0]!;
      fields["ActionsSuppressor"] = text(alarm);
      fields["ActionsSuppressorWaitPeriod"] = wait;
      fields["ActionsSuppressorExtensionPeriod"] = extension;
    } else if (name === "metric_query") {
      fields["Metrics"] = (value as Fields[]).map(({ metric, ...query }): Fields => {
        const stat = (metric as Fields[] | undefined)?.[0];
        const dimensions = stat?.["dimensions"];
        return {
          // The provider's default.
          ReturnData: false,
          ...Object.fromEntries(
            Object.entries(query).map(([key, inner]): [string, unknown] => [
              QUERY_FIELDS[key] ?? key,
              text(inner),
            ]),
          ),
          ...(stat && {
            MetricStat: {
              Metric: {
                Namespace: text(stat["namespace"]),
                MetricName: text(stat["metric_name"]),
                ...(dimensions !== undefined && { Dimensions: pairs(dimensions, "Name", "Value") }),
              },
              Period: stat["period"],
              Stat: text(stat["stat"]),
              ...(stat["unit"] !== undefined && { Unit: text(stat["unit"]) }),
            },
          }),
        };
      });
    } else {
      const field = TERRAFORM_FIELDS[name];
      if (field === undefined) throw new Error(`Terraform knows no ${name}`);
      fields[field] = text(value);
    }
  }
  return fields;
}

function terraformFilter(body: Fields, variables: ReadonlyMap<string, string>): Fields {
  const text = (value: unknown): string => terraformText(textOf(value), variables);
  const { name, log_group_name: group, pattern, metric_transformation: transformations, ...others } = body;
  if (Object.keys(others).length > 0) throw new Error(`a filter knows no ${Object.keys(others).join(", ")}`);
  return canonical({
    logGroupName: text(group),
    filterName: text(name),
    filterPattern: text(pattern),
    metricTransformations: (transformations as Fields[]).map((one) => ({
      metricNamespace: text(one["namespace"]),
      metricName: text(one["name"]),
      metricValue: text(one["value"]),
    })),
  });
}

/** Runs the script with an `aws` that prints its words. */
export function resolveScript(files: readonly EmittedFile[]): Resolved {
  const fake = `aws() {
  case "$1" in
    sts) printf 'arn:aws:sts::111122223333:assumed-role/x/y' ;;
    cloudwatch | logs)
      printf '%s\\0' "$@"
      for word; do case "$word" in file://*) cat "\${word#file://}"; printf '\\0' ;; esac; done
      printf '\\0' ;;
  esac
}
`;
  const environment = Object.fromEntries(
    Object.entries(TOPIC_ARNS).map(([name, arn]) => [
      `${name.replaceAll("-", "_").toUpperCase()}_TOPIC_ARN`,
      arn,
    ]),
  );
  const directory = mkdtempSync(join(tmpdir(), "gatewatch-script-"));
  try {
    const path = join(directory, "script.sh");
    writeFileSync(path, fake + files[0]!.text);
    const printed = execFileSync("bash", [path], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", AWS_REGION: "eu-west-1", ...environment },
      maxBuffer: 1e8,
    });
    return readCalls(printed);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function readCalls(printed: string): Resolved {
  const result = {
    alarms: new Map<string, Fields>(),
    order: [] as string[],
    dashboards: new Map<string, unknown>(),
    filters: new Map<string, Fields>(),
    exported: [] as string[],
  };
  // What the script prints itself, behind its calls, are names for others.
  const [, calls = "", names = ""] = /^([^]*\0\0)?([^]*)$/.exec(printed) ?? [];
  result.exported = names.split("\n").filter((name) => name !== "");
  for (const call of calls.split("\0\0").filter((text) => text !== "")) {
    const [service, command, ...words] = call.split("\0");
    const options = new Map<string, string[]>();
    let last = "";
    for (const word of words) {
      if (/^--[a-z-]+$/.test(word)) options.set((last = word), []);
      else options.get(last)?.push(word);
    }
    if (command === "put-dashboard") {
      const body = options.get("--dashboard-body")?.[1] ?? "";
      result.dashboards.set(options.get("--dashboard-name")?.[0] ?? "", JSON.parse(body));
      continue;
    }
    const fields = JSON.parse(options.get("--cli-input-json")?.[0] ?? "") as Fields;
    if (service === "logs") {
      if (command !== "put-metric-filter") throw new Error(`why ${command}?`);
      result.filters.set(filterNameOf(canonical(fields)), canonical(fields));
      continue;
    }
    const actions = { "--alarm-actions": "AlarmActions", "--ok-actions": "OKActions" };
    for (const [option, field] of Object.entries(actions)) {
      const given = options.get(option);
      if (given) fields[field] = given;
    }
    const isComposite = "AlarmRule" in fields;
    if (command !== (isComposite ? "put-composite-alarm" : "put-metric-alarm"))
      throw new Error(`why ${command}?`);
    result.alarms.set(textOf(fields["AlarmName"]), canonical(fields));
    result.order.push(textOf(fields["AlarmName"]));
  }
  return result;
}

export interface EmittedConstruct {
  readonly files: readonly EmittedFile[];
  readonly className: string;
  /** ARNs by the name of the property. */
  readonly topics: Readonly<Record<string, string>>;
}

/**
 * Compiles constructs as strictly as a project could, synthesizes each in a stack of its own, and reads the templates that come
 * out. All at once, since starting both tools takes longer than their work.
 */
export function resolveConstructs(constructs: readonly EmittedConstruct[]): Resolved[] {
  const directory = mkdtempSync(join(tmpdir(), "gatewatch-cdk-"));
  try {
    symlinkSync(join(root, "node_modules"), join(directory, "node_modules"), "dir");
    const files = constructs.flatMap((construct) => construct.files);
    for (const { path, text } of files) writeFileSync(join(directory, path), text);
    writeFileSync(join(directory, "package.json"), '{"type":"commonjs"}');
    const compilerOptions = {
      target: "ES2022",
      module: "NodeNext",
      moduleResolution: "NodeNext",
      types: [],
      strict: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
    };
    const config = { compilerOptions, files: files.map(({ path }) => path) };
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(config));
    execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", directory], { encoding: "utf8" });
    const calls = constructs.map(
      ({ files: [first], className, topics }, index) =>
        `synthesize("out${index}", require("./${first!.path.replace(/\.ts$/, ".js")}").${className}, ${JSON.stringify(topics)});`,
    );
    writeFileSync(join(directory, "synthesize.js"), SYNTHESIZE + calls.join("\n"));
    execFileSync(process.execPath, ["synthesize.js"], {
      cwd: directory,
      // Its own check of templates takes ten times as long as all else.
      env: { ...process.env, CDK_VALIDATION: "false" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return constructs.map((_, index) => readAssembly(join(directory, `out${index}`)));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const SYNTHESIZE = `
const { App, Stack } = require("aws-cdk-lib");
const { Topic } = require("aws-cdk-lib/aws-sns");
function synthesize(outdir, Emitted, topics) {
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, "stack");
  const props = Object.entries(topics).map(([name, arn]) => [name, Topic.fromTopicArn(stack, name, arn)]);
  new Emitted(stack, "Emitted", Object.fromEntries(props));
  app.synth();
}
`;

/** Nested stacks are files of their own; that each is reached shows in the alarms. */
function readAssembly(directory: string): Resolved {
  const result = {
    alarms: new Map<string, Fields>(),
    dashboards: new Map<string, unknown>(),
    filters: new Map<string, Fields>(),
  };
  for (const name of readdirSync(directory).filter((file) => file.endsWith(".template.json"))) {
    const template = JSON.parse(readFileSync(join(directory, name), "utf8")) as {
      Resources: Record<string, { Type: string; DependsOn?: string[]; Properties: Fields }>;
    };
    for (const [id, { Type, DependsOn = [], Properties }] of Object.entries(template.Resources)) {
      for (const other of DependsOn) {
        if (!template.Resources[other]) throw new Error(`${id} waits for ${other}, which is not here`);
      }
      if (Type === "AWS::CloudWatch::Dashboard") {
        const properties = intrinsics(Properties, PSEUDO) as Fields;
        result.dashboards.set(
          textOf(properties["DashboardName"]),
          JSON.parse(textOf(properties["DashboardBody"])),
        );
      } else if (Type === "AWS::Logs::MetricFilter") {
        const filter = filterOf(intrinsics(Properties, PSEUDO) as Fields);
        result.filters.set(filterNameOf(filter), filter);
      } else if (/^AWS::CloudWatch::(?:Composite)?Alarm$/.test(Type)) {
        result.alarms.set(
          textOf(Properties["AlarmName"]),
          canonical(intrinsics(Properties, PSEUDO) as Fields),
        );
      }
    }
  }
  return result;
}
