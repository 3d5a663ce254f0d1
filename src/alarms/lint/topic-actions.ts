import type { DeclaredAlarm } from "../../model/declared-alarm.ts";
import { textsField, unknownAt } from "./alarm-fields.ts";

interface TopicAction {
  readonly alarm: DeclaredAlarm;
  /** "AlarmActions[0]" */
  readonly path: string;
  readonly arn: string;
  /** The topic's. */
  readonly region: string;
}

/** The SNS topics that alarms tell, as far as their ARNs are written out. */
export function topicActions(alarms: readonly DeclaredAlarm[]): TopicAction[] {
  return alarms.flatMap((alarm) =>
    ["AlarmActions", "OKActions", "InsufficientDataActions"].flatMap((state) =>
      textsField(alarm, state).flatMap(({ path, value }): TopicAction[] => {
        const region = /^arn:[^:]+:sns:([a-z0-9-]+):\d{12}:[^:]+$/.exec(value)?.[1];
        if (region === undefined || unknownAt(alarm, path) !== undefined || value.includes("${")) return [];
        return [{ alarm, path, arn: value, region }];
      }),
    ),
  );
}
