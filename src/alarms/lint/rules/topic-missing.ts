import type { LintRule } from "../lint-rule.ts";
import { topicActions } from "../topic-actions.ts";

export const topicMissing: LintRule = {
  id: "topic-missing",
  severity: "error",
  title: "A topic that does not exist",
  what: "An action is an SNS topic that is not there. It needs the account: --live.",
  why: "CloudWatch takes the alarm, and says only in the alarm's history that it could not run the action: nobody is told.",
  fix: "Make the topic, or name one that exists.",
  find: ({ alarms, topics }) =>
    topicActions(alarms).flatMap(({ alarm, path, arn }) =>
      topics?.get(arn) === null ? [{ alarm, path, message: `There is no topic "${arn}".` }] : [],
    ),
};
