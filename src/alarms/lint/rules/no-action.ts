import { nameOf, unknownAt } from "../alarm-fields.ts";
import { referredNames } from "../composites.ts";
import type { LintRule } from "../lint-rule.ts";
import { regionOf } from "../region-of.ts";

export const noAction: LintRule = {
  id: "no-action",
  severity: "warning",
  title: "An alarm that tells nobody",
  what: "The alarm has no AlarmActions. One that a composite alarm looks at needs none and is not told.",
  why: "It changes its colour in a console that nobody looks at.",
  fix: "Name an SNS topic, a function or an incident plan in AlarmActions, or let a composite alarm look at it.",
  find: (context) => {
    const { alarms, deployed, partial } = context;
    const referred = referredNames([...alarms, ...(deployed ?? [])]);
    return alarms
      .filter((alarm) => {
        const actions: unknown = alarm.fields["AlarmActions"];
        const isNone = actions === undefined || (Array.isArray(actions) && actions.length === 0);
        // What could not be read may be a composite that looks at it.
        if (partial.has(regionOf(alarm, context) ?? "")) return false;
        return isNone && unknownAt(alarm, "AlarmActions") === undefined && !referred.has(nameOf(alarm));
      })
      .map((alarm) => ({ alarm, path: "AlarmActions", message: "No action runs when it goes to ALARM." }));
  },
};
