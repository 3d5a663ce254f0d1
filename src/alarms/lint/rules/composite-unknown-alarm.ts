import { nameOf, unknownAt } from "../alarm-fields.ts";
import { referredBy } from "../composites.ts";
import type { LintRule } from "../lint-rule.ts";
import { regionOf } from "../region-of.ts";

export const compositeUnknownAlarm: LintRule = {
  id: "composite-unknown-alarm",
  severity: "warning",
  title: "A composite that refers to an alarm which is not there",
  what: "The rule or the actions suppressor of a composite alarm names an alarm that none of the sources has.",
  why: "CloudWatch refuses a composite whose alarms do not exist. If the alarm belongs to another stack, read that one too.",
  fix: "Correct the name, or give the file that has the alarm with --alarms as well.",
  find: (context) => {
    const { alarms, deployed, partial } = context;
    const names = new Set([...alarms, ...(deployed ?? [])].map(nameOf));
    const ids = new Set(alarms.map(({ place }) => place.id));
    return alarms
      .filter((alarm) => !partial.has(regionOf(alarm, context) ?? ""))
      .flatMap((alarm) =>
        referredBy(alarm)
          .filter(({ name, path }) => {
            const isOpen = name.includes("${") || (path !== "AlarmRule" && unknownAt(alarm, path));
            return !isOpen && !names.has(name) && !ids.has(name);
          })
          .map(({ name, path }) => ({ alarm, path, message: `There is no alarm "${name}".` })),
      );
  },
};
