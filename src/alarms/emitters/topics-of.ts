import { compareText } from "../../core/order.ts";
import { topicOfAction } from "../../model/topic-action.ts";
import type { PreparedAlarm } from "./prepared-alarm.ts";

/** The topics that these alarms leave to the deployment, by name, ascending. */
export function topicsOf(alarms: readonly Pick<PreparedAlarm, "definition">[]): string[] {
  const topics = new Set<string>();
  for (const { definition } of alarms) {
    const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = definition;
    for (const action of [...AlarmActions, ...OKActions, ...InsufficientDataActions]) {
      const topic = topicOfAction(action);
      if (topic !== undefined) topics.add(topic);
    }
  }
  return [...topics].sort(compareText);
}
