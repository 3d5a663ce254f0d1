import { MINUTE_MS } from "../../core/window.ts";
import type { AwsAccountReader } from "../../collectors/aws-account-reader.ts";
import type { Account, AccountAlarm } from "../../simulate/account.ts";
import { describedAlarm } from "../../templates/declared/described-alarm.ts";
import { demoReader } from "../demo-reader.ts";

/** All that lint asks of one Region: AWS, or the demo account. */
export type LintReader = Pick<
  AwsAccountReader,
  | "origin"
  | "region"
  | "accountId"
  | "inventory"
  | "listMetrics"
  | "readMetrics"
  | "readLogs"
  | "readExecutionLogs"
  | "readTraces"
  | "readChanges"
  | "cost"
  | "readAlarms"
  | "readAlarmHistory"
  | "readTopics"
>;

export function demoLintReader(account: Account): LintReader {
  const { alarms = [], topics = [], region } = account;
  return {
    ...demoReader(account),
    readAlarms: async () => ({
      alarms: alarms.map((alarm) => deployed(alarm, account)),
      isPartial: false,
      blindSpots: [],
    }),
    readAlarmHistory: async ({ startMs, endMs }) => ({
      transitions: alarms
        .flatMap(({ definition, changes = [] }) =>
          changes.map((change) => ({ alarmName: definition.AlarmName, ...change })),
        )
        .filter(({ atMs }) => atMs >= startMs && atMs < endMs + MINUTE_MS)
        .sort((left, right) => left.atMs - right.atMs),
      isPartial: false,
      blindSpots: [],
    }),
    readTopics: async (arns) => ({
      topics: new Map(arns.map((arn) => [arn, topics.find((topic) => topic.arn === arn) ?? null] as const)),
      blindSpots: [],
    }),
    region,
  };
}

/** As DescribeAlarms would tell it. */
function deployed({ definition, ...state }: AccountAlarm, { region, accountId }: Account) {
  const { AlarmName: name } = definition;
  const item = {
    ...definition,
    AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
    StateValue: state.stateValue,
    StateTransitionedTimestamp: new Date(state.transitionedMs),
    AlarmConfigurationUpdatedTimestamp: new Date(state.configuredMs ?? state.transitionedMs),
  };
  return describedAlarm(item, "AlarmRule" in definition ? "composite" : "metric", {
    file: region,
    line: null,
    id: name,
  });
}
