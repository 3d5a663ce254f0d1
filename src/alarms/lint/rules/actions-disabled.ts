import { nameOf } from "../alarm-fields.ts";
import { referredNames } from "../composites.ts";
import type { LintRule } from "../lint-rule.ts";

export const actionsDisabled: LintRule = {
  id: "actions-disabled",
  severity: "warning",
  title: "Actions switched off",
  what: "ActionsEnabled is false. One that a composite alarm looks at is not told: there it is usual.",
  why: "The alarm changes state and tells nobody. What was meant for an evening stays so until somebody remembers it.",
  fix: "Set ActionsEnabled to true. For a time only, use a mute rule: it ends by itself.",
  find: ({ alarms }) => {
    const referred = referredNames(alarms);
    return alarms
      .filter((alarm) => alarm.fields["ActionsEnabled"] === false && !referred.has(nameOf(alarm)))
      .map((alarm) => ({
        alarm,
        path: "ActionsEnabled",
        message: "ActionsEnabled is false: none of its actions runs.",
      }));
  },
};
