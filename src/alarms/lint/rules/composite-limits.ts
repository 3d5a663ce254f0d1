import { ALARM_LIMITS } from "../../../catalog/alarm-limits.ts";
import { ToolError } from "../../../core/errors.ts";
import { parseAlarmRule } from "../../evaluate/parse-alarm-rule.ts";
import { nameOf, textField } from "../alarm-fields.ts";
import { referredBy } from "../composites.ts";
import type { LintRule } from "../lint-rule.ts";

const { compositeChildren, compositeElements, compositesOfOneAlarm } = ALARM_LIMITS;

export const compositeLimits: LintRule = {
  id: "composite-limits",
  severity: "error",
  title: "A composite beyond CloudWatch's limits",
  what: `A rule refers to more than ${compositeChildren} alarms or has more than ${compositeElements} elements (alarms, constants, brackets), or more than ${compositesOfOneAlarm} composites use one alarm.`,
  why: "CloudWatch refuses it, so the deployment fails.",
  fix: "Make composites of parts of it, and one of those.",
  find: ({ alarms }) => {
    const users = new Map<string, number>();
    for (const alarm of alarms) {
      for (const name of new Set(referredBy(alarm).map((one) => one.name))) {
        users.set(name, (users.get(name) ?? 0) + 1);
      }
    }
    return alarms.flatMap((alarm) => {
      const used = users.get(nameOf(alarm)) ?? 0;
      const rule = alarm.kind === "composite" ? limitProblem(textField(alarm, "AlarmRule") ?? "") : undefined;
      return [
        ...(rule === undefined ? [] : [{ alarm, path: "AlarmRule", message: rule }]),
        ...(used <= compositesOfOneAlarm
          ? []
          : [
              {
                alarm,
                path: null,
                message: `${used} composites use it, and at most ${compositesOfOneAlarm} can.`,
              },
            ]),
      ];
    });
  },
};

/** The parser is the one that counts. */
function limitProblem(source: string): string | undefined {
  if (source === "") return undefined;
  try {
    parseAlarmRule(source);
    return undefined;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const found = /it (?:refers to|has) (\d+ (?:alarms|elements), at most \d+ can be)/.exec(error.message);
    return found ? `Its rule has ${found[1]}.` : undefined;
  }
}
