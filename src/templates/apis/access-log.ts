import { recordOf } from "../../core/is-record.ts";
import type { StageConfiguration } from "../../model/target.ts";
import type { Template } from "../cloudformation/template.ts";
import { isThereWith, partsOf } from "./function-name.ts";
import type { Placeholders } from "./placeholders.ts";

const LITERAL = /^arn:[^:]+:logs:[^:]+:\d*:log-group:[^:*]+/;

/**
 * Where a stage of a template writes its access log: a log group that is named, or one of the template as a placeholder of its
 * Ref, which is its name. Null where it writes none, or none that can be told; so is a group under a condition of its own.
 */
export function accessLogOf(
  properties: Readonly<Record<string, unknown>>,
  { resources }: Template,
  conditions: readonly string[],
  placeholders: Placeholders,
): StageConfiguration["accessLog"] {
  const { DestinationArn: destination, Format: format } = recordOf(
    properties["AccessLogSetting"] ?? properties["AccessLogSettings"],
  );
  if (typeof format !== "string") return null;
  if (typeof destination === "string") {
    return LITERAL.test(destination) ? { destinationArn: destination, format } : null;
  }
  const found = partsOf(destination).find(
    ({ id }) => id !== null && resources.get(id)?.type === "AWS::Logs::LogGroup",
  );
  const group = found?.id ?? null;
  if (group === null || !isThereWith(resources.get(group)?.condition ?? null, conditions)) return null;
  const region = placeholders.of({ Ref: "AWS::Region" });
  const name = placeholders.of({ Ref: group });
  return { destinationArn: `arn:aws:logs:${region}::log-group:${name}`, format };
}
