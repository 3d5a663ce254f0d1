import { isRecord } from "../../core/is-record.ts";
import type { AlarmSpec } from "../../model/alarm-spec.ts";
import type { EmitOptions } from "../../model/emit.ts";
import type { DeclaredStage } from "../../templates/apis/declared-stage.ts";
import type { Placeholders } from "../../templates/apis/placeholders.ts";
import { alarmResource } from "../emitters/cloudformation/alarm-resource.ts";
import { filterResource } from "../emitters/cloudformation/filter-resource.ts";
import type { TemplateResource } from "../emitters/cloudformation/template.ts";
import { prepareAlarms } from "../emitters/prepare-alarms.ts";
import { topicDescription, topicParameter } from "../emitters/topic-names.ts";
import { anyOfConditions } from "./any-of-conditions.ts";
import { CONDITION_PREFIX, PARAMETER_MARK, SECTION_MARK, type Section } from "./markers.ts";
import type { Member } from "./member.ts";

/**
 * Alarms as members of a template's sections.
 *
 * @param hasParameters whether the template has that section.
 */
export function planMembers(
  specs: readonly AlarmSpec[],
  stages: readonly DeclaredStage[],
  emit: EmitOptions,
  placeholders: Placeholders,
  hasParameters: boolean,
): Readonly<Record<Section, readonly Member[]>> {
  const prepared = prepareAlarms(specs, emit);
  const stageOf = new Map(stages.map((stage) => [stage.target.id, stage]));
  const targetOf = new Map(specs.map(({ key, target }) => [key, target]));
  const idOf = new Map(prepared.alarms.map(({ key, logicalId }) => [key, logicalId]));
  const conditions = new Map<string, Member>();
  const resources = prepared.alarms.flatMap((alarm): Member[] => {
    const { filter } = alarm;
    const waitsFor = [
      ...alarm.dependsOn.flatMap((key) => idOf.get(key) ?? []),
      filter?.logicalId ?? [],
    ].flat();
    const stage = stageOf.get(targetOf.get(alarm.key) ?? "");
    const condition = stage === undefined ? null : conditionOf(stage);
    if (condition?.added) conditions.set(condition.name, condition.added);
    const why = placeholders.named(alarm.why);
    const member = (id: string, { Type, ...rest }: TemplateResource, comment: string): Member => {
      const own = { ...(condition && { Condition: condition.name }), ...expandAll(rest, placeholders) };
      return {
        id,
        value: { Type, ...own },
        comment,
        marked: { Type, Metadata: { Gatewatch: { Key: alarm.key, Why: comment } }, ...own },
      };
    };
    return [
      ...(filter
        ? [member(filter.logicalId, filterResource(filter), "Makes the metric that the next alarm watches.")]
        : []),
      member(alarm.logicalId, alarmResource(alarm, waitsFor), why),
    ];
  });
  const mark = hasParameters ? PARAMETER_MARK : SECTION_MARK;
  const parameters = prepared.topics.map((topic): Member => {
    const Description = `${topicDescription(topic)}.`;
    return {
      id: topicParameter(topic),
      value: { Type: "String", Description },
      comment: "",
      marked: { Type: "String", Description: mark + Description },
    };
  });
  return { Parameters: parameters, Conditions: [...conditions.values()], Resources: resources };
}

function conditionOf({
  api,
  conditions,
}: DeclaredStage): { readonly name: string; readonly added: Member | null } | null {
  const [first, ...others] = conditions;
  if (first === undefined) return null;
  if (others.length === 0) return { name: first, added: null };
  const name = CONDITION_PREFIX + api;
  const value = anyOfConditions(conditions);
  return {
    name,
    added: { id: name, value, marked: value, comment: `SAM makes ${api} where one of these holds.` },
  };
}

/** A value in which every text is as the template writes it. */
function expandAll(value: object, placeholders: Placeholders): Readonly<Record<string, unknown>> {
  const expand = (inner: unknown): unknown => {
    if (typeof inner === "string") return placeholders.expand(inner);
    if (Array.isArray(inner)) return inner.map(expand);
    if (!isRecord(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, member]) => [name, expand(member)]));
  };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, expand(member)]));
}
