import type { CompositeAlarm, MetricAlarm } from "../../model/alarm-spec.ts";
import type { MuteRule } from "../../model/mute-rule.ts";
import type { AccountAlarm } from "../../simulate/account.ts";
import { partitionOf } from "../arn.ts";

/** An alarm that is there when the server starts. */
export type ServedAlarm = AccountAlarm;

export interface StoredAlarm extends ServedAlarm {
  readonly arn: string;
  readonly stateReason: string;
  readonly configuredMs: number;
}

interface HistoryItem {
  readonly alarmName: string;
  readonly type: "MetricAlarm" | "CompositeAlarm";
  readonly atMs: number;
  readonly kind: "ConfigurationUpdate" | "StateUpdate";
  readonly summary: string;
  /** As CloudWatch gives it: JSON in a text. */
  readonly data: string;
}

/** The alarms of one region for the life of a server; nothing evaluates them. */
export interface AlarmStore {
  readonly alarms: Map<string, StoredAlarm>;
  /** In the order in which it happened; it stays when an alarm is deleted. */
  readonly history: HistoryItem[];
  readonly muteRules: Map<string, MuteRule>;
  readonly arnOf: (alarmName: string) => string;
}

export function newAlarmStore(region: string, accountId: string, served: readonly ServedAlarm[]): AlarmStore {
  const arnOf = (alarmName: string): string =>
    `arn:${partitionOf(region)}:cloudwatch:${region}:${accountId}:alarm:${alarmName}`;
  const alarms = new Map(
    served.map((alarm): [string, StoredAlarm] => {
      const { AlarmName: name } = alarm.definition;
      const stateReason = "Unchecked: Initial alarm creation";
      const configuredMs = alarm.configuredMs ?? alarm.transitionedMs;
      return [name, { ...alarm, arn: arnOf(name), stateReason, configuredMs }];
    }),
  );
  return { alarms, history: served.flatMap(changesOf).sort(byTime), muteRules: new Map(), arnOf };
}

function changesOf({ definition, changes = [] }: ServedAlarm): HistoryItem[] {
  return changes.map(({ atMs, from, to }) => ({
    alarmName: definition.AlarmName,
    type: isComposite(definition) ? "CompositeAlarm" : "MetricAlarm",
    atMs,
    kind: "StateUpdate",
    summary: `Alarm updated from ${from} to ${to}`,
    data: JSON.stringify({ version: "1.0", oldState: { stateValue: from }, newState: { stateValue: to } }),
  }));
}

function byTime(left: HistoryItem, right: HistoryItem): number {
  return left.atMs - right.atMs;
}

export function isComposite(definition: MetricAlarm | CompositeAlarm): definition is CompositeAlarm {
  return "AlarmRule" in definition;
}
