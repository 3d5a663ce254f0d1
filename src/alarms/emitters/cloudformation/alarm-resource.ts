import { topicOfAction } from "../../../model/topic-action.ts";
import { inFieldOrder } from "../in-field-order.ts";
import { textsOf } from "../json-value.ts";
import type { PreparedAlarm } from "../prepared-alarm.ts";
import { topicParameter } from "../topic-names.ts";
import { refuseReferences } from "./refuse-references.ts";
import type { TemplateResource, TemplateValue } from "./template.ts";

/**
 * The alarm as a resource of CloudFormation, whose properties are named and shaped as the API's fields are.
 *
 * @param waitsFor logical ids of the same template that must exist before.
 *
 * Errors: as {@link refuseReferences}.
 */
export function alarmResource(alarm: PreparedAlarm, waitsFor: readonly string[]): TemplateResource {
  const fields = inFieldOrder(alarm.definition);
  refuseReferences(fields, alarm.key);
  return {
    Type: alarm.kind === "metric" ? "AWS::CloudWatch::Alarm" : "AWS::CloudWatch::CompositeAlarm",
    ...(waitsFor.length > 0 && { DependsOn: [...waitsFor] }),
    Properties: Object.fromEntries(
      fields.map(([field, value]) => [field, field.endsWith("Actions") ? actionsValue(value) : value]),
    ),
  };
}

function actionsValue(value: TemplateValue): TemplateValue {
  return textsOf(value).map((action) => {
    const topic = topicOfAction(action);
    return topic === undefined ? action : { Ref: topicParameter(topic) };
  });
}
