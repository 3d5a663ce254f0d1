import { isRecord } from "../../core/is-record.ts";
import { alarmSpecSchema, type AlarmSpec } from "../../model/alarm-spec.ts";
import type { Target } from "../../model/target.ts";
import type { Placeholders } from "../../templates/apis/placeholders.ts";

/** What "{stack}" in the names of alarms stands for. */
export const STACK = { Ref: "AWS::StackName" };

/** Source: CloudFormation API Reference, CreateStack; Lambda API Reference, CreateFunction. */
const LONGEST_STACK_NAME = 128;
const LONGEST_FUNCTION_NAME = 64;

/** See {@link createRoom}. */
export interface Room {
  readonly forStack: (nameTemplate: string) => string;
  readonly forTarget: (target: Target) => Target;
  readonly strip: (spec: AlarmSpec) => AlarmSpec;
}

/**
 * Makes texts as long as they may become: a name of 255 characters and a rule of 10,240 count what is deployed, and a placeholder
 * is one character. So it has as many more beside it as its value may have, and these are taken out when all is made.
 */
export function createRoom(placeholders: Placeholders): Room {
  const filler = placeholders.of("");
  const stack = placeholders.of(STACK);
  const isOpen = (text: string): boolean => placeholders.readable(text) !== text;
  const stripAll = (value: unknown): unknown => {
    if (typeof value === "string") return value.replaceAll(filler, "");
    if (Array.isArray(value)) return value.map(stripAll);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, stripAll(inner)]));
  };
  return {
    forStack: (nameTemplate) => nameTemplate.replaceAll(stack, stack + filler.repeat(LONGEST_STACK_NAME - 1)),
    forTarget: (target) => ({
      ...target,
      configuration: target.configuration && {
        ...target.configuration,
        routes: target.configuration.routes.map((route) => ({
          ...route,
          integrationTarget:
            route.integrationTarget !== null && isOpen(route.integrationTarget)
              ? route.integrationTarget + filler.repeat(LONGEST_FUNCTION_NAME - 1)
              : route.integrationTarget,
        })),
      },
    }),
    strip: (spec) => alarmSpecSchema.parse(stripAll(spec)),
  };
}
