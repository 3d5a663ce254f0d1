import { ToolError } from "../../core/errors.ts";
import { compositeAlarmSchema, type CompositeAlarm } from "../../model/alarm-spec.ts";
import { parseAlarmRule } from "./parse-alarm-rule.ts";
import { schemaProblems } from "./schema-problems.ts";

/** An alarm that PutCompositeAlarm would take. Errors: E_BAD_INPUT with the path of each field that is wrong. */
export function checkCompositeAlarm(definition: unknown): CompositeAlarm {
  const parsed = compositeAlarmSchema.safeParse(definition);
  const problems = parsed.success
    ? [...ruleProblems(parsed.data), ...suppressorProblems(parsed.data)]
    : schemaProblems(parsed.error, Object.keys(compositeAlarmSchema.shape));
  if (parsed.success && problems.length === 0) return parsed.data;
  const name = parsed.success ? ` "${parsed.data.AlarmName}"` : "";
  throw new ToolError("E_BAD_INPUT", `this is not a composite alarm that CloudWatch takes${name}`, {
    hint: "Compare the fields with PutCompositeAlarm in the CloudWatch API Reference.",
    details: problems,
  });
}

function ruleProblems({ AlarmRule: rule }: CompositeAlarm): string[] {
  try {
    parseAlarmRule(rule);
    return [];
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return [`AlarmRule: ${error.message}`];
  }
}

function suppressorProblems(alarm: CompositeAlarm): string[] {
  const periods = ["ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"] as const;
  const isSet = alarm.ActionsSuppressor !== undefined;
  return periods
    .filter((field) => (alarm[field] !== undefined) !== isSet)
    .map(
      (field) =>
        `${field}: ${isSet ? "missing, an ActionsSuppressor needs it" : "belongs to an ActionsSuppressor"}`,
    );
}
