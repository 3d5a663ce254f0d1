import type { LintRule } from "../lint-rule.ts";
import { regionOf } from "../region-of.ts";
import { topicActions } from "../topic-actions.ts";

/** Source: CloudWatch refuses such an alarm with "Invalid region ... specified. Only ... is supported." (ValidationError). */
export const topicRegion: LintRule = {
  id: "topic-region",
  severity: "error",
  title: "A topic in another Region",
  what: "An action is an SNS topic of another Region than the alarm. Which Region a file is for must be known: --live, or describe-alarms output.",
  why: "An alarm can tell only topics of its own Region; CloudWatch refuses it, and the deployment fails.",
  fix: "Make a topic in the alarm's Region; its subscribers may be anywhere.",
  find: (context) =>
    topicActions(context.alarms).flatMap(({ alarm, path, arn, region }) => {
      const own = regionOf(alarm, context);
      if (own === undefined || own === region) return [];
      return [{ alarm, path, message: `The alarm is in ${own}, and the topic in ${region}: "${arn}".` }];
    }),
};
