import type { LintRule } from "../lint-rule.ts";
import { topicActions } from "../topic-actions.ts";

export const topicUnheard: LintRule = {
  id: "topic-unheard",
  severity: "warning",
  title: "A topic to which nobody listens",
  what: "An action is an SNS topic without a confirmed subscription. It needs the account: --live.",
  why: "The alarm fires, the message is sent, and nobody gets it. A subscription by mail counts for nothing until the link in its mail has been followed.",
  fix: "Subscribe somebody, confirm what is pending, or delete the topic.",
  find: ({ alarms, topics }) =>
    topicActions(alarms).flatMap(({ alarm, path, arn }) => {
      const topic = topics?.get(arn);
      if (!topic || topic.confirmed > 0) return [];
      const pending = topic.pending === 0 ? "" : ` (${topic.pending} wait to be confirmed)`;
      return [{ alarm, path, message: `The topic "${arn}" has no confirmed subscription${pending}.` }];
    }),
};
