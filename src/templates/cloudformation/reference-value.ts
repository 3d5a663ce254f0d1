import {
  REF_IS_PROPERTY,
  SAM_IMPLICIT_APIS,
  SAM_IMPLICIT_STAGES,
  SAM_STAGE_NAMES,
} from "../../catalog/template-references.ts";
import { recordOf } from "../../core/is-record.ts";
import {
  knownValue,
  NO_VALUE,
  resolveOnce,
  unknown,
  type Evaluation,
  type RefersTo,
  type Scope,
} from "./evaluation.ts";
import { parameterValue } from "./parameter-value.ts";
import type { TemplateResource } from "./template.ts";

interface Reference {
  readonly id: string;
  /** Null for Ref. */
  readonly attribute: string | null;
}

/** What Ref, Fn::GetAtt and `${...}` in Fn::Sub stand for, as far as a template tells. */
export function referenceValue(reference: Reference, evaluation: Evaluation): unknown {
  const { scope } = evaluation;
  const { id, attribute } = reference;
  if (id === "AWS::NoValue") return NO_VALUE;
  const given = scope.given.get(attribute === null ? id : `${id}.${attribute}`);
  const parameter = scope.template.parameters[id];
  if (attribute === null && Object.hasOwn(scope.template.parameters, id)) {
    const value = parameterValue(recordOf(parameter), given);
    if (value !== undefined) return value;
    // Of a resource it is what the deployment made of it: HttpApi=a1b2c3, OrdersFunction.Arn=arn:...
  } else if (given !== undefined) return given;
  const found = referred(reference, scope);
  return found.value ?? unknown(functionFor(reference), evaluation, found.refersTo);
}

function functionFor({ id, attribute }: Reference): unknown {
  return attribute === null ? { Ref: id } : { "Fn::GetAtt": [id, attribute] };
}

function referred(
  { id, attribute }: Reference,
  scope: Scope,
): { readonly value: unknown; readonly refersTo: RefersTo } {
  const { resources } = scope.template;
  // "OrdersApi.Stage" in a Ref is SAM's way to name what it makes.
  const [owner = id, made] = attribute === null ? id.split(".") : [id];
  const resource = resources.get(owner);
  if (resource === undefined) return ofSam(owner, made ?? null);
  const refersTo = { id: owner, type: resource.type, attribute: attribute ?? made ?? null };
  if (isAlarm(resource) && (attribute === null || attribute === "Arn")) {
    const name = propertyValue(resource, "AlarmName", scope);
    // An alarm's rule may name another by its ARN as well, and it is the same alarm.
    if (scope.alarmsByName) return { value: name ?? alarmNameText(resource, scope), refersTo };
    return { value: attribute === null ? name : undefined, refersTo };
  }
  if (attribute === null && made === undefined) {
    const property = REF_IS_PROPERTY[resource.type];
    return { value: property === undefined ? undefined : propertyValue(resource, property, scope), refersTo };
  }
  if (made === "Stage" && Object.hasOwn(SAM_STAGE_NAMES, resource.type)) {
    const own = propertyValue(resource, "StageName", scope);
    const isSet = resource.properties["StageName"] !== undefined;
    return { value: own ?? (isSet ? undefined : (SAM_STAGE_NAMES[resource.type] ?? undefined)), refersTo };
  }
  return { value: undefined, refersTo };
}

/** What SAM makes without being told a name. */
function ofSam(id: string, made: string | null): { readonly value: unknown; readonly refersTo: RefersTo } {
  const stage = SAM_IMPLICIT_STAGES[made === null ? id : `${id}.${made}`];
  if (stage !== undefined) return { value: stage, refersTo: null };
  const type = SAM_IMPLICIT_APIS[id];
  return { value: undefined, refersTo: type === undefined ? null : { id, type, attribute: made } };
}

function isAlarm({ type }: TemplateResource): boolean {
  return type === "AWS::CloudWatch::Alarm" || type === "AWS::CloudWatch::CompositeAlarm";
}

function propertyValue({ id, properties }: TemplateResource, property: string, scope: Scope): unknown {
  const value = properties[property];
  if (value === undefined) return undefined;
  return resolveOnce(`${id}.${property}`, scope, (inner) => knownValue(value, inner));
}

/** The name that stands for an alarm whose own is known only in part, or not at all: as its fields have it. */
function alarmNameText({ id, properties }: TemplateResource, scope: Scope): string {
  const { AlarmName: value } = properties;
  if (value === undefined) return id;
  const text = resolveOnce(`${id} as text`, scope, (inner) =>
    inner.resolve(value, { scope: inner, outermost: null, path: "", report: () => undefined }),
  );
  return typeof text === "string" ? text : id;
}
