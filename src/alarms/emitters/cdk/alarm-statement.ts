import { topicOfAction } from "../../../model/topic-action.ts";
import { commentLines } from "../comment-lines.ts";
import { inFieldOrder } from "../in-field-order.ts";
import { textsOf } from "../json-value.ts";
import { filterFields } from "../filter-fields.ts";
import type { PreparedAlarm, PreparedFilter } from "../prepared-alarm.ts";
import { topicProperty } from "../topic-names.ts";
import { Code, jsValue } from "./js-value.ts";
import { refuseTokens } from "./refuse-tokens.ts";

const WIDTH = 100;

/**
 * The statements that create one alarm. L1 constructs, since they take every field as the API has it; L2 would choose another
 * comparison by default and cannot say all that an alarm can.
 *
 * @param waitsFor ids of alarms and nested stacks of the same class that must exist before.
 * @param isNeeded whether something waits for this one, which then needs a name.
 *
 * Errors: as {@link refuseTokens}.
 */
export function alarmStatement(alarm: PreparedAlarm, waitsFor: readonly string[], isNeeded: boolean): string {
  const fields = inFieldOrder(alarm.definition);
  refuseTokens(fields, alarm.key);
  const props = Object.fromEntries(
    fields.map(([field, value]) => [
      propertyOf(field),
      field.endsWith("Actions") ? textsOf(value).map(actionCode) : withPropertyNames(value),
    ]),
  );
  const comment = commentLines(alarm.why, WIDTH - 7).map((line) => `    // ${line}\n`);
  const type = alarm.kind === "metric" ? "CfnAlarm" : "CfnCompositeAlarm";
  const name = variableOf(alarm.logicalId);
  const creation = `new ${type}(this, "${alarm.logicalId}", ${jsValue(props, "    ")});\n`;
  const isNamed = isNeeded || waitsFor.length > 0;
  return [
    ...comment,
    `    ${isNamed ? `const ${name} = ` : ""}${creation}`,
    dependencyStatement(name, waitsFor),
  ].join("");
}

/** The statement that creates a metric filter, to be named by {@link variableOf}. Errors: as {@link refuseTokens}. */
export function filterStatement({ logMetric, logicalId }: PreparedFilter): string {
  refuseTokens(logMetric, logMetric.filterName);
  const props = jsValue(filterFields(logMetric), "    ");
  return `    const ${variableOf(logicalId)} = new CfnMetricFilter(this, "${logicalId}", ${props});\n`;
}

export function dependencyStatement(name: string, waitsFor: readonly string[]): string {
  const short = `    ${name}.node.addDependency(${waitsFor.map(variableOf).join(", ")});\n`;
  if (waitsFor.length === 0) return "";
  if (short.length <= WIDTH) return short;
  return `    ${name}.node.addDependency(\n${waitsFor.map((id) => `      ${variableOf(id)},\n`).join("")}    );\n`;
}

/** An alarm's id ends in its key's hash, a filter's and a stack's in what is put behind, so none is a word of the language. */
export function variableOf(id: string): string {
  return id.charAt(0).toLowerCase() + id.slice(1);
}

function actionCode(action: string): Code | string {
  const topic = topicOfAction(action);
  return topic === undefined ? action : new Code(`props.${topicProperty(topic)}.topicArn`);
}

function withPropertyNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPropertyNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [propertyOf(name), withPropertyNames(inner)]),
  );
}

/** "AlarmName" is alarmName, "OKActions" okActions, as the CDK makes it of CloudFormation's names. */
function propertyOf(field: string): string {
  return field.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase());
}
