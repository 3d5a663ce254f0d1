import type { DeclaredAlarm } from "../../../model/declared-alarm.ts";
import { textsField, unknownAt } from "../alarm-fields.ts";
import type { LintRule } from "../lint-rule.ts";
import { metricUses } from "../metric-uses.ts";

/** What documentation and templates leave for their reader to fill in. */
const LEFT_OVER =
  /<[^<>]+>|\b(?:change[- ]?(?:me|it|this)|replace[- ]?(?:me|this|with)|fixme|placeholder|example|insert[- ]?here|your[- ]?(?:rest|http|web|api|stage|topic|account|sns|name)\w*|x{3,})(?![a-z])/i;
/** Only in capitals: many an API is for to-do lists. */
const LEFT_TO_DO = /\b(?:TODO|TBD)\b/;
/** Account ids of documentation. */
const NOBODYS_ACCOUNT = /:(?:123456789012|111122223333|000000000000|999999999999):/;
const ACTIONS = ["AlarmActions", "OKActions", "InsufficientDataActions"] as const;

export const placeholder: LintRule = {
  id: "placeholder",
  severity: "error",
  title: "A placeholder that nobody filled in",
  what: "A dimension's value or an action still is what an example had: <your-api>, changeme, example, TODO, or a topic in the account 123456789012.",
  why: "The alarm watches an API that does not exist, or tells a topic that does not exist. CloudWatch takes both without a word.",
  fix: "Put the real value there, or a reference to the resource.",
  find: ({ alarms, topics }) =>
    alarms.flatMap((alarm) =>
      valuesOf(alarm)
        .filter(({ path, value }) => unknownAt(alarm, path) === undefined && isLeftOver(value))
        // Whether there is such a topic SNS has said.
        .filter(({ value }) => topics?.has(value) !== true)
        .map(({ path, value }) => ({ alarm, path, message: `"${value}" looks like a placeholder.` })),
    ),
};

function valuesOf(alarm: DeclaredAlarm): { readonly path: string; readonly value: string }[] {
  return [
    ...metricUses([alarm]).flatMap(({ dimensions }) => dimensions),
    ...ACTIONS.flatMap((name) => textsField(alarm, name)),
  ];
}

function isLeftOver(value: string): boolean {
  const words = value.replaceAll("_", "-");
  return LEFT_OVER.test(words) || LEFT_TO_DO.test(words) || NOBODYS_ACCOUNT.test(value);
}
