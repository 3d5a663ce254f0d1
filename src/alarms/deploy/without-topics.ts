import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import { topicOfAction } from "../../model/topic-action.ts";

const STATES = ["AlarmActions", "OKActions", "InsufficientDataActions"] as const;

/** Without the actions whose ARN nobody has told: an account has no parameters. Their topics are added to `untold`. */
export function withoutTopics(
  definition: MetricAlarm | CompositeAlarm,
  untold: Set<string>,
): MetricAlarm | CompositeAlarm {
  const actions = STATES.flatMap((state) => {
    const list = definition[state];
    if (list === undefined) return [];
    const known = list.filter((action) => {
      const topic = topicOfAction(action);
      if (topic !== undefined) untold.add(topic);
      return topic === undefined;
    });
    return [[state, known.length > 0 ? known : undefined] as const];
  });
  const {
    AlarmActions: _alarm,
    OKActions: _ok,
    InsufficientDataActions: _insufficient,
    ...rest
  } = definition;
  return { ...rest, ...Object.fromEntries(actions.filter(([, list]) => list !== undefined)) };
}
