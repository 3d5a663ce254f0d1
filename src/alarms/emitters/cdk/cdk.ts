import type { EmitOptions } from "../../../model/emit.ts";
import type { Emitter } from "../emitter.ts";
import { planShards, type PlannedShard } from "../plan-shards.ts";
import { prepareAlarms } from "../prepare-alarms.ts";
import type { PreparedAlarm } from "../prepared-alarm.ts";
import { topicProperty } from "../topic-names.ts";
import { topicsOf } from "../topics-of.ts";
import { alarmStatement, dependencyStatement, filterStatement, variableOf } from "./alarm-statement.ts";
import { jsText } from "./js-text.ts";
import { Code, jsValue } from "./js-value.ts";
import { refuseTokens } from "./refuse-tokens.ts";

export const cdk: Emitter = {
  format: "cdk",
  summary: "a construct for the AWS CDK in TypeScript",
  emit: (specs, options) => {
    const { alarms, topics, dashboard } = prepareAlarms(specs, options);
    const className = options.name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, first: string) =>
      first.toUpperCase(),
    );
    const { parent, children } = planShards(alarms, weigh);
    const propsName = topics.length > 0 ? `${className}Props` : null;
    const parts = [
      imports(alarms, topics.length > 0, children.length > 0, dashboard !== null),
      propsInterface(propsName, topics),
      parentClass(
        {
          className,
          base: "Construct",
          propsName,
          exported: alarms.filter(({ isExported }) => isExported),
        },
        parent,
        children,
        dashboard,
      ),
      ...children.map((shard) =>
        classText(
          {
            className: className + shard.stackId,
            base: "NestedStack",
            propsName: topicsOf(shard.alarms).length > 0 ? propsName : null,
            exported: [],
          },
          alarmStatements(shard, []),
        ),
      ),
    ];
    return [{ path: `${options.name}.ts`, text: parts.filter((part) => part !== "").join("\n") }];
  },
};

interface ClassHead {
  readonly className: string;
  readonly base: "Construct" | "NestedStack";
  readonly propsName: string | null;
  /** Alarms whose names the class tells. */
  readonly exported: readonly PreparedAlarm[];
}

/** Bytes in the template that the CDK makes of it, which is JSON and written with one space of indentation. */
function weigh(alarm: PreparedAlarm): number {
  return new TextEncoder().encode(JSON.stringify([alarm.definition, alarm.filter], null, 2)).length * 2;
}

function imports(
  alarms: readonly PreparedAlarm[],
  hasTopics: boolean,
  hasNested: boolean,
  hasDashboard: boolean,
): string {
  const core = [hasNested ? ["NestedStack"] : [], hasDashboard ? ["ArnFormat", "Stack"] : []].flat();
  const constructs = [
    alarms.some(({ kind }) => kind === "metric") ? ["CfnAlarm"] : [],
    alarms.some(({ kind }) => kind === "composite") ? ["CfnCompositeAlarm"] : [],
    hasDashboard ? ["CfnDashboard"] : [],
  ].flat();
  return [
    "// CloudWatch alarms for API Gateway, each with the reason for its threshold.",
    ...(core.length > 0 ? [`import { ${core.sort().join(", ")} } from "aws-cdk-lib";`] : []),
    `import { ${constructs.join(", ")} } from "aws-cdk-lib/aws-cloudwatch";`,
    ...(alarms.some(({ filter }) => filter !== null)
      ? ['import { CfnMetricFilter } from "aws-cdk-lib/aws-logs";']
      : []),
    ...(hasTopics ? ['import type { ITopic } from "aws-cdk-lib/aws-sns";'] : []),
    'import { Construct } from "constructs";',
    "",
  ].join("\n");
}

function propsInterface(propsName: string | null, topics: readonly string[]): string {
  if (propsName === null) return "";
  const fields = topics.map(
    (topic) => `  /** Where ${topic} alarms are sent to. */\n  readonly ${topicProperty(topic)}: ITopic;\n`,
  );
  return `export interface ${propsName} {\n${fields.join("")}}\n`;
}

function parentClass(
  head: ClassHead,
  parent: PlannedShard,
  children: readonly PlannedShard[],
  dashboard: EmitOptions["dashboard"],
): string {
  const needed = new Set([
    ...children.flatMap(({ waitsFor }) => waitsFor),
    ...parent.alarms.flatMap(({ dependsOn }) =>
      dependsOn.flatMap((key) => placeOf(key, parent, children) ?? []),
    ),
  ]);
  const stacks = children.map(({ stackId, waitsFor, alarms }) => {
    const props = topicsOf(alarms).length > 0 ? ", props" : "";
    const isNamed = needed.has(stackId) || waitsFor.length > 0;
    const creation = `new ${head.className}${stackId}(this, "${stackId}"${props});\n`;
    const name = variableOf(stackId);
    return `    ${isNamed ? `const ${name} = ` : ""}${creation}${dependencyStatement(name, waitsFor)}`;
  });
  // Alarms that wait for a stack come behind it, and stacks that wait for alarms behind these.
  const early = { ...parent, alarms: parent.alarms.filter(({ level }) => level === 0) };
  const late = { ...parent, alarms: parent.alarms.filter(({ level }) => level > 0) };
  return classText(head, [
    ...alarmStatements(early, children, parent, needed),
    ...stacks,
    ...alarmStatements(late, children, parent, needed),
    ...(dashboard ? [dashboardStatement(dashboard)] : []),
  ]);
}

function alarmStatements(
  shard: PlannedShard,
  children: readonly PlannedShard[],
  home = shard,
  needed = new Set(
    shard.alarms.flatMap(({ dependsOn }) => dependsOn.flatMap((key) => placeOf(key, shard, []) ?? [])),
  ),
): string[] {
  return shard.alarms.map((alarm) => {
    const waitsFor = new Set(alarm.dependsOn.flatMap((key) => placeOf(key, home, children) ?? []));
    if (alarm.filter === null) return alarmStatement(alarm, [...waitsFor], needed.has(alarm.logicalId));
    const all = [...waitsFor, alarm.filter.logicalId];
    return filterStatement(alarm.filter) + alarmStatement(alarm, all, needed.has(alarm.logicalId));
  });
}

/** The id by which an alarm can be waited for: its own, or that of the nested stack it is in. */
function placeOf(key: string, home: PlannedShard, children: readonly PlannedShard[]): string | undefined {
  return (
    home.alarms.find((alarm) => alarm.key === key)?.logicalId ??
    children.find(({ alarms }) => alarms.some((alarm) => alarm.key === key))?.stackId
  );
}

function dashboardStatement({ name, body }: NonNullable<EmitOptions["dashboard"]>): string {
  refuseTokens(body, `the dashboard ${name}`);
  const widgets = body.widgets.map(({ properties, ...widget }) => {
    if (!("alarmNames" in properties)) return { ...widget, properties };
    const { alarmNames, ...rest } = properties;
    const alarms = alarmNames.map((alarm) => new Code(`alarmArn(${jsText(alarm)})`));
    return { ...widget, properties: { ...rest, alarms } };
  });
  return `    const stack = Stack.of(this);
    const alarmArn = (resourceName: string) =>
      stack.formatArn({
        service: "cloudwatch",
        resource: "alarm",
        resourceName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    new CfnDashboard(this, "Dashboard", {
      dashboardName: ${jsText(name)},
      dashboardBody: stack.toJsonString(${jsValue({ widgets }, "      ")}),
    });
`;
}

/** Names and no constructs, since an alarm may be in a nested stack. */
function namesField(alarms: readonly PreparedAlarm[]): string {
  if (alarms.length === 0) return "";
  const names = alarms.map(({ definition }) => `    ${jsText(definition.AlarmName)},\n`);
  return `  /** For a deployment to be rolled back by. */\n  readonly rollbackAlarmNames: readonly string[] = [\n${names.join("")}  ];\n\n`;
}

function classText(
  { className, base, propsName, exported }: ClassHead,
  statements: readonly string[],
): string {
  const props = propsName === null ? "" : `, props: ${propsName}`;
  return `${base === "Construct" ? "export " : ""}class ${className} extends ${base} {
${namesField(exported)}  constructor(scope: Construct, id: string${props}) {
    super(scope, id);

${statements.join("\n")}  }
}
`;
}
