import { TEMPLATE_LIMITS } from "../../../catalog/template-limits.ts";
import { ToolError } from "../../../core/errors.ts";
import type { EmitOptions } from "../../../model/emit.ts";
import { planShards, type PlannedShard } from "../plan-shards.ts";
import type { PreparedAlarm, PreparedAlarms } from "../prepared-alarm.ts";
import { topicDescription, topicParameter } from "../topic-names.ts";
import { topicsOf } from "../topics-of.ts";
import { alarmResource } from "./alarm-resource.ts";
import { dashboardResource } from "./dashboard-resource.ts";
import { filterResource } from "./filter-resource.ts";
import type { Template, TemplateResource, TemplateValue } from "./template.ts";

export interface TemplateDialect {
  readonly transform: string | null;
  readonly extension: "yaml" | "json";
  /** A resource that stands for another template, by its path. */
  readonly nested: (path: string, parameters: Readonly<Record<string, TemplateValue>>) => TemplateResource;
  readonly write: (template: Template) => string;
}

export interface PlannedTemplate {
  readonly path: string;
  readonly template: Template;
}

/** One template, or a parent and what is nested in it; the parent comes first. */
export function planTemplates(
  prepared: PreparedAlarms,
  options: EmitOptions,
  dialect: TemplateDialect,
): PlannedTemplate[] {
  const weigh = (alarm: PreparedAlarm) =>
    utf8Length(JSON.stringify([alarmResource(alarm, alarm.dependsOn), alarm.filter], null, 2)) * 2 +
    utf8Length(alarm.why);
  const { parent, children } = planShards(prepared.alarms, weigh);
  const pathOf = (shard: PlannedShard) => `${options.name}-${shard.name}.${dialect.extension}`;
  const nested = children.map((shard) => ({
    path: pathOf(shard),
    template: {
      description: `CloudWatch alarms for API Gateway, part ${shard.name} of ${options.name}.`,
      transform: dialect.transform,
      parameters: topicParameters(shard.alarms),
      resources: alarmResources(shard, children),
      outputs: alarmOutputs(shard.alarms),
    },
  }));
  const stacks = children.map((shard) => {
    const parameters: Record<string, TemplateValue> = {};
    for (const name of Object.keys(topicParameters(shard.alarms))) parameters[name] = { Ref: name };
    const resource = dialect.nested(`./${pathOf(shard)}`, parameters);
    const { waitsFor } = shard;
    return {
      id: shard.stackId,
      comment: "",
      resource: { ...resource, ...(waitsFor.length > 0 && { DependsOn: waitsFor }) },
    };
  });
  const template = {
    description: "CloudWatch alarms for API Gateway, each with the reason for its threshold.",
    transform: dialect.transform,
    parameters: topicParameters(prepared.alarms),
    resources: [
      ...alarmResources(parent, children),
      ...stacks,
      ...(prepared.dashboard ? [dashboardResource(prepared.dashboard)] : []),
    ],
    outputs: alarmOutputs(parent.alarms),
  };
  return [{ path: `${options.name}.${dialect.extension}`, template }, ...nested];
}

/** Errors: E_BAD_INPUT where one text is still more than CloudFormation takes. */
export function checkTemplateSize({ path, template }: PlannedTemplate, text: string): void {
  const { resources, bytes } = TEMPLATE_LIMITS;
  if (template.resources.length <= resources && utf8Length(text) <= bytes) return;
  throw new ToolError(
    "E_BAD_INPUT",
    `${path} would have ${template.resources.length} resources and ${utf8Length(text)} bytes; CloudFormation takes ${resources} and ${bytes}`,
    { hint: "Write the alarms of fewer APIs at a time (--api)." },
  );
}

function alarmResources(shard: PlannedShard, children: readonly PlannedShard[]): Template["resources"] {
  const here = new Map(shard.alarms.map(({ key, logicalId }) => [key, logicalId]));
  const elsewhere = new Map(
    children
      .filter((child) => child !== shard)
      .flatMap(({ alarms, stackId }) => alarms.map(({ key }) => [key, stackId])),
  );
  const isParent = shard.stackId === "";
  return shard.alarms.flatMap((alarm) => {
    const { filter } = alarm;
    const waitsFor = alarm.dependsOn.flatMap(
      (key) => here.get(key) ?? (isParent ? elsewhere.get(key) : undefined) ?? [],
    );
    const needed = [...new Set(waitsFor), ...(filter ? [filter.logicalId] : [])];
    return [
      ...(filter ? [{ id: filter.logicalId, comment: "", resource: filterResource(filter) }] : []),
      { id: alarm.logicalId, comment: alarm.why, resource: alarmResource(alarm, needed) },
    ];
  });
}

/** Names and ARNs, exported under the stack's name, for whoever needs them. */
function alarmOutputs(alarms: readonly PreparedAlarm[]): Record<string, TemplateValue> {
  const outputs = alarms
    .filter(({ isExported }) => isExported)
    .flatMap(({ logicalId }): [string, TemplateValue][] => [
      [`${logicalId}Name`, { Ref: logicalId }],
      [`${logicalId}Arn`, { "Fn::GetAtt": [logicalId, "Arn"] }],
    ]);
  return Object.fromEntries(
    outputs.map(([id, Value]) => [
      id,
      { Value, Export: { Name: { "Fn::Sub": `\${AWS::StackName}-${id}` } } },
    ]),
  );
}

function topicParameters(alarms: readonly PreparedAlarm[]): Record<string, TemplateValue> {
  return Object.fromEntries(
    topicsOf(alarms).map((topic) => [
      topicParameter(topic),
      { Type: "String", Description: `${topicDescription(topic)}.` },
    ]),
  );
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
